package dev.sojourn.internal;

import java.util.Arrays;
import java.util.Base64;

/** Base64url without padding (RFC 4648, section 5), canonical only. */
public final class Base64Url {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final byte[] VALUES = values();

  private Base64Url() {}

  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  /** Whether {@link #encode} returns this text for some array of that many bytes. */
  public static boolean isCanonical(String text, int bytes) {
    if (text.length() != (bytes * 8 + 5) / 6) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (value(text.charAt(i)) < 0) {
        return false;
      }
    }
    int unusedBits = text.length() * 6 - bytes * 8;
    int last = value(text.charAt(text.length() - 1));
    return (last & ((1 << unusedBits) - 1)) == 0;
  }

  /** The six bits of a character; negative if it is not in the alphabet. */
  private static int value(char c) {
    return c < VALUES.length ? VALUES[c] : -1;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      values[ALPHABET.charAt(i)] = (byte) i;
    }
    return values;
  }
}
