package dev.sojourn.redis.internal.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Bytes among the texts that scripts take: in a text they stand behind a lone low surrogate, which
 * no text of a session may hold, a character up to U+00FF each.
 */
public final class RawBytes {

  private static final char MARK = '\uDC00';

  private RawBytes() {}

  /** The bytes, to be the end of a text. */
  public static String asText(byte[] bytes) {
    return MARK + new String(bytes, ISO_8859_1);
  }

  /** The text as it is sent: UTF-8, but for bytes that are in it. */
  public static byte[] encode(String text) {
    int mark = mark(text);
    if (mark < 0) {
      return text.getBytes(UTF_8);
    }
    byte[] bytes = text.substring(mark + 1).getBytes(ISO_8859_1);
    if (mark == 0) {
      return bytes;
    }
    byte[] begin = text.substring(0, mark).getBytes(UTF_8);
    byte[] all = Arrays.copyOf(begin, begin.length + bytes.length);
    System.arraycopy(bytes, 0, all, begin.length, bytes.length);
    return all;
  }

  /** Where it stands by itself, no half of a pair; below 0 where it does not. */
  private static int mark(String text) {
    int at = text.indexOf(MARK);
    while (at > 0 && Character.isHighSurrogate(text.charAt(at - 1))) {
      at = text.indexOf(MARK, at + 1);
    }
    return at;
  }
}
