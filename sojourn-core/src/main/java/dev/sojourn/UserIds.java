package dev.sojourn;

import dev.sojourn.internal.TextRules;

/** The rule for the id of a user: the application's own text, kept as given. */
public final class UserIds {

  /** Most code points of a user id. */
  public static final int MOST_CODE_POINTS = 256;

  private UserIds() {}

  /**
   * Checks a user id: 1 to {@value #MOST_CODE_POINTS} code points without control characters and
   * lone surrogates, and not {@code .} or {@code ..}, which no URL can carry.
   *
   * @return the user id itself
   * @throws IllegalArgumentException in one sentence
   */
  public static String require(String user) {
    TextRules.requireLine("a user id", user, MOST_CODE_POINTS);
    if (user.equals(".") || user.equals("..")) {
      throw new IllegalArgumentException("a user id must not be '.' or '..'");
    }
    return user;
  }
}
