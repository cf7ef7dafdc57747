package dev.sojourn.rig.server;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The passwords of a server's users.
 *
 * @param admin of the user {@code admin}, who may everything: the tests' own eyes
 * @param user of the user {@code sojourn}, who may what {@code sojourn.acl} lists
 * @param maintenance of the user {@code sojourn-maintenance}, who may what {@code
 *     sojourn-maintenance.acl} lists
 * @param migrate of the user {@code sojourn-migrate}, who may what {@code sojourn-migrate.acl}
 *     lists
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
