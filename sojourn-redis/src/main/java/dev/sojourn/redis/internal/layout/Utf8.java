package dev.sojourn.redis.internal.layout;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8 decoding. */
final class Utf8 {

  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /** The length of the text in bytes. */
  static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Decodes the bytes.
   *
   * @throws CharacterCodingException when they are not UTF-8
   */
  static String decode(byte[] bytes) throws CharacterCodingException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0
        ? text
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
