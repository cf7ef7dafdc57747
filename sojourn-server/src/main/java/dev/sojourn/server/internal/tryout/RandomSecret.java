package dev.sojourn.server.internal.tryout;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords and keys for one run: 192 random bits as 32 characters that no shell or URI minds. */
public final class RandomSecret {

  private static final int BYTES = 24;

  private RandomSecret() {}

  /** A new one. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
