package dev.sojourn.redis.internal.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Bytes within texts that are sent and received, such as the arguments of scripts. They follow a
 * lone low surrogate, which no text of a session may contain, one character up to U+00FF for each
 * byte.
 */
public final class RawBytes {

  private static final char MARK = '\uDC00';
  private static final char REPLACEMENT = '\uFFFD';

  private RawBytes() {}

  /** The bytes as text, to be appended to a text. */
  public static String asText(byte[] bytes) {
    return MARK + new String(bytes, ISO_8859_1);
  }

  /** A text that was received: UTF-8; bytes that are none stay the bytes that they are. */
  public static String decode(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return text.indexOf(REPLACEMENT) < 0 || Arrays.equals(text.getBytes(UTF_8), bytes)
        ? text
        : asText(bytes);
  }

  /** The text as sent: UTF-8, followed by the bytes that it contains. */
  public static byte[] encode(String text) {
    int mark = mark(text);
    if (mark < 0) {
      return text.getBytes(UTF_8);
    }
    byte[] bytes = text.substring(mark + 1).getBytes(ISO_8859_1);
    if (mark == 0) {
      return bytes;
    }
    byte[] prefix = text.substring(0, mark).getBytes(UTF_8);
    byte[] all = Arrays.copyOf(prefix, prefix.length + bytes.length);
    System.arraycopy(bytes, 0, all, prefix.length, bytes.length);
    return all;
  }

  /** The index of a lone mark, which is not half of a surrogate pair; below 0 without one. */
  private static int mark(String text) {
    int at = text.indexOf(MARK);
    while (at > 0 && Character.isHighSurrogate(text.charAt(at - 1))) {
      at = text.indexOf(MARK, at + 1);
    }
    return at;
  }
}
