package dev.sojourn;

/** The result of {@link Sessions#create}. */
public sealed interface Created permits Issued, LimitReached {

  /**
   * The new session and its token; for use where {@link SessionsPerUser} sets no limit, or evicts.
   *
   * @throws IllegalStateException when the limit of sessions per user was reached
   */
  default Issued orElseThrow() {
    if (this instanceof Issued issued) {
      return issued;
    }
    throw new IllegalStateException("the user has the most sessions allowed");
  }
}
