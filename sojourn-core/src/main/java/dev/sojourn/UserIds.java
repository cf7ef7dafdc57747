package dev.sojourn;

import dev.sojourn.internal.TextRules;

/** The rules for a user id: a text of the application's, stored as given. */
public final class UserIds {

  /** Maximum length of a user id in code points. */
  public static final int MOST_CODE_POINTS = 256;

  private UserIds() {}

  /**
   * Checks a user id: 1 to {@value #MOST_CODE_POINTS} code points without control characters and
   * lone surrogates, and not {@code .} or {@code ..}, which no URL can carry.
   *
   * @return the user id itself
   * @throws IllegalArgumentException when it is not such a text
   */
  public static String require(String user) {
    TextRules.requireLine("a user id", user, MOST_CODE_POINTS);
    if (user.equals(".") || user.equals("..")) {
      throw new IllegalArgumentException("a user id must not be '.' or '..'");
    }
    return user;
  }
}
