package dev.sojourn;

/**
 * How many sessions a user may have at once, and what happens at that limit.
 *
 * @param most the maximum number of live sessions of one user
 * @param atLimit what happens when one more is to be created
 */
public record SessionsPerUser(int most, AtLimit atLimit) {

  /** What happens when a user at the limit logs in once more. */
  public enum AtLimit {
    /** The new session is refused. */
    REFUSE,
    /** The session that was created first is ended. */
    END_OLDEST
  }

  /** No limit. */
  public static final SessionsPerUser NONE = new SessionsPerUser(Integer.MAX_VALUE, AtLimit.REFUSE);

  /** The highest limit; one script checks no more sessions than that. */
  public static final int HIGHEST = 500;

  /**
   * Checks the number.
   *
   * @param most the maximum number of live sessions of one user
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
