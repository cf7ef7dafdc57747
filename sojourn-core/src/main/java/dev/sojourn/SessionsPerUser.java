package dev.sojourn;

/**
 * How many sessions a user may have at once, and what happens to one more.
 *
 * @param most the most live sessions of one user
 * @param atLimit what happens when one more is asked for
 */
public record SessionsPerUser(int most, AtLimit atLimit) {

  /** What happens when a user who has the most sessions allowed asks for one more. */
  public enum AtLimit {
    /** The new session is refused. */
    REFUSE,
    /** The oldest session, by its creation, is ended. */
    END_OLDEST
  }

  /** Any number of sessions. */
  public static final SessionsPerUser NONE = new SessionsPerUser(Integer.MAX_VALUE, AtLimit.REFUSE);

  /** The highest limit: more sessions than that are not proved in one script. */
  public static final int HIGHEST = 500;

  /**
   * Checks the number.
   *
   * @param most the most live sessions of one user
   * @param atLimit what happens at the limit
   * @throws IllegalArgumentException when the number is not 1 to {@value #HIGHEST}
   */
  public SessionsPerUser {
    if (most < 1 || (most > HIGHEST && most != Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "a limit of sessions per user must be 1 to " + HIGHEST + ": " + most);
    }
  }

  /** Whether there is a limit at all. */
  public boolean isLimited() {
    return most != Integer.MAX_VALUE;
  }
}
