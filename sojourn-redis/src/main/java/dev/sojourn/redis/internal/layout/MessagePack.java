package dev.sojourn.redis.internal.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes texts as MessagePack, which a script decodes with {@code cmsgpack.unpack}: one argument
 * of a script costs the server less than many. Split into pieces that fit on Lua's stack.
 *
 * <pre>
 * 0xa0 + length                                        below 32 bytes
 * 0xd9 length: 1 · 0xda length: 2 · 0xdb length: 4     else
 * </pre>
 */
final class MessagePack {

  /** Texts in a piece; even, so that a name and its value stay together. */
  static final int MAX_TEXTS = 1000;

  private static final int LONGEST_HEADER = 5;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] bytes = new byte[512];
  private int length;
  private int texts;

  /** Appends a text, given as bytes. */
  void add(byte[] text) {
    if (texts == MAX_TEXTS) {
      endPiece();
    }
    if (bytes.length - length < LONGEST_HEADER + text.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + LONGEST_HEADER + text.length);
    }
    header(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    texts++;
  }

  /** All texts in the order in which they were added. */
  List<byte[]> pieces() {
    List<byte[]> pieces = new ArrayList<>(full);
    pieces.add(Arrays.copyOf(bytes, length));
    return pieces;
  }

  private void endPiece() {
    full.add(Arrays.copyOf(bytes, length));
    length = 0;
    texts = 0;
  }

  private void header(int size) {
    if (size < 32) {
      put(0xa0 | size);
    } else if (size < 1 << 8) {
      put(0xd9);
      put(size);
    } else if (size < 1 << 16) {
      put(0xda);
      put(size >> 8);
      put(size);
    } else {
      put(0xdb);
      for (int bits = 24; bits >= 0; bits -= 8) {
        put(size >> bits);
      }
    }
  }

  private void put(int oneByte) {
    bytes[length++] = (byte) oneByte;
  }
}
