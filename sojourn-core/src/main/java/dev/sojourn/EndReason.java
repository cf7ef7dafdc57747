package dev.sojourn;

import java.util.regex.Pattern;

/**
 * Why a session was ended, for the audit log: 1 to 32 small letters and hyphens.
 *
 * @param name the reason's name
 */
public record EndReason(String name) {

  private static final Pattern NAME = Pattern.compile("[a-z-]{1,32}");

  /** The user logged out. */
  public static final EndReason LOGOUT = new EndReason("logout");

  /** An operator, or the user from another device, ended the session. */
  public static final EndReason REVOKED = new EndReason("revoked");

  /**
   * Checks the name.
   *
   * @param name the reason's name
   * @throws IllegalArgumentException when it is not 1 to 32 small letters and hyphens
   */
  public EndReason {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a reason must be 1 to 32 of the characters a-z and '-'");
    }
  }
}
