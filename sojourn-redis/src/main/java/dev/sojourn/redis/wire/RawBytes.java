package dev.sojourn.redis.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Bytes among the texts that scripts take: in a text, a byte above 0x7f is a lone low surrogate,
 * U+DC80 to U+DCFF, which no text of a session may hold. Behind the first of them all is bytes.
 */
public final class RawBytes {

  private static final char BASE = '\uDC00';
  private static final int HIGH = 0x80;

  private RawBytes() {}

  /** The bytes, to be the end of a text. */
  public static String asText(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte signed : bytes) {
      int b = signed & 0xff;
      text.append((char) (b < HIGH ? b : BASE + b));
    }
    return text.toString();
  }

  /** The text as it is sent: UTF-8, but for bytes that are in it. */
  public static byte[] encode(String text) {
    int first = firstOf(text);
    if (first == text.length()) {
      return text.getBytes(UTF_8);
    }
    byte[] begin = text.substring(0, first).getBytes(UTF_8);
    byte[] all = Arrays.copyOf(begin, begin.length + text.length() - first);
    for (int i = first; i < text.length(); i++) {
      all[begin.length + i - first] = (byte) text.charAt(i);
    }
    return all;
  }

  private static int firstOf(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        i++;
      } else if (Character.isLowSurrogate(c)) {
        return i;
      }
    }
    return text.length();
  }
}
