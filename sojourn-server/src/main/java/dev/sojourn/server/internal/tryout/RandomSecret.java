package dev.sojourn.server.internal.tryout;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords and keys for one run: 192 random bits as 32 characters, safe in shells and URIs. */
public final class RandomSecret {

  private static final int BYTES = 24;

  private RandomSecret() {}

  /** A new secret. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
