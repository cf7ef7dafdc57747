package dev.sojourn.redis.internal.layout;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A preset dictionary of deflate: bytes that the values of many sessions have in common, so that
 * each refers to them instead of holding them. Its id is a hash of the bytes. Immutable.
 */
public final class Dictionary {

  /** The size limit in bytes: how far deflate looks back. */
  public static final int MOST_BYTES = 32 * 1024;

  private static final int ID_BYTES = 6;

  private final byte[] bytes;
  private final String id;

  /**
   * A dictionary of these bytes.
   *
   * @throws IllegalArgumentException when there are none, or too many
   */
  public Dictionary(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a dictionary has 1 to " + MOST_BYTES + " bytes: " + bytes.length);
    }
    this.bytes = bytes.clone();
    this.id = id(bytes);
  }

  /** The id, eight characters. */
  public String id() {
    return id;
  }

  /** The length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bytes themselves; must not be changed. */
  byte[] shared() {
    return bytes;
  }

  private static String id(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
