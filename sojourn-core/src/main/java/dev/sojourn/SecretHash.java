package dev.sojourn;

import dev.sojourn.internal.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The SHA-256 of a token's secret as 43 characters of base64url, stored instead of the secret. The
 * secret has 256 random bits, so no salt is needed.
 *
 * @param text the hash as text
 */
public record SecretHash(String text) {

  private static final int BYTES = 32;

  /**
   * Checks the syntax.
   *
   * @param text the hash as text
   * @throws IllegalArgumentException when the text is not a hash; the message does not contain it
   */
  public SecretHash {
    if (!Base64Url.isCanonical(text, BYTES)) {
      throw new IllegalArgumentException("a secret's hash is 43 characters of canonical base64url");
    }
  }

  /** Whether both are equal, compared in constant time. */
  public boolean matches(SecretHash other) {
    return MessageDigest.isEqual(bytes(text), bytes(other.text));
  }

  /** In constant time, also where a list is searched or records are compared. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SecretHash hash && matches(hash);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "SecretHash[…]";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
