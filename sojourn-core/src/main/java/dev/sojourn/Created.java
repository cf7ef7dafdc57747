package dev.sojourn;

/** What became of a creation. */
public sealed interface Created permits Issued, LimitReached {

  /**
   * The new session, where no limit is set or none can be met.
   *
   * @throws IllegalStateException when the limit was reached
   */
  default Issued orElseThrow() {
    if (this instanceof Issued issued) {
      return issued;
    }
    throw new IllegalStateException("the user has the most sessions allowed");
  }
}
