package dev.sojourn;

/** What became of a creation. */
public sealed interface Created permits Opened, LimitReached {

  /**
   * The new session, where no limit is set or none can be met.
   *
   * @throws IllegalStateException when the limit was reached
   */
  default Opened orElseThrow() {
    if (this instanceof Opened opened) {
      return opened;
    }
    throw new IllegalStateException("the user has the most sessions allowed");
  }
}
