package dev.sojourn.server.internal.api;

import java.io.ByteArrayOutputStream;

/** Strict decoding of percent-encoding in paths and queries (RFC 3986). */
final class PercentEncoding {

  private static final int ESCAPE_LENGTH = 3;
  private static final int HEX = 16;

  private PercentEncoding() {}

  /**
   * Decodes a path segment, or a name or value of a query, once.
   *
   * @throws ProblemException if an escape is invalid or the bytes are not UTF-8
   */
  static String decode(String raw) {
    if (raw.indexOf('%') < 0 && isVisibleAscii(raw)) {
      return raw;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i += raw.charAt(i) == '%' ? ESCAPE_LENGTH : 1) {
      bytes.write(raw.charAt(i) == '%' ? escaped(raw, i) : literal(raw.charAt(i)));
    }
    return StrictUtf8.decode(bytes.toByteArray()).orElseThrow(PercentEncoding::malformed);
  }

  private static int escaped(String raw, int at) {
    if (at + ESCAPE_LENGTH > raw.length()) {
      throw malformed();
    }
    int high = Character.digit(raw.charAt(at + 1), HEX);
    int low = Character.digit(raw.charAt(at + 2), HEX);
    if (high < 0 || low < 0) {
      throw malformed();
    }
    return high * HEX + low;
  }

  private static int literal(char c) {
    if (!isVisibleAscii(String.valueOf(c))) {
      throw malformed();
    }
    return c;
  }

  private static boolean isVisibleAscii(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static ProblemException malformed() {
    return new ProblemException(
        Problem.malformed("the path or the query is not percent-encoded UTF-8 (RFC 3986)"));
  }
}
