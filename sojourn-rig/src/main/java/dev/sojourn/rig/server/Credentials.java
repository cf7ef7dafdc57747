package dev.sojourn.rig.server;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The passwords of a server's users.
 *
 * @param admin of the user {@code admin}, with all rights, for the tests themselves
 * @param user of the user {@code sojourn}, with the rights in {@code sojourn.acl}
 * @param maintenance of the user {@code sojourn-maintenance}, with the rights in {@code
 *     sojourn-maintenance.acl}
 * @param migrate of the user {@code sojourn-migrate}, with the rights in {@code
 *     sojourn-migrate.acl}
 */
public record Credentials(String admin, String user, String maintenance, String migrate) {

  static final String ADMIN = "admin";
  public static final String USER = "sojourn";
  static final String MAINTENANCE = "sojourn-maintenance";
  static final String MIGRATE = "sojourn-migrate";

  private static final int PASSWORD_BYTES = 16;

  static Credentials random() {
    return new Credentials(password(), password(), password(), password());
  }

  @Override
  public String toString() {
    return "Credentials[redacted]";
  }

  private static String password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
