package dev.sojourn.redis.internal.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts in MessagePack, one after the other, which {@code cmsgpack.unpack} makes values of a
 * script: one argument of a script costs the server less than many. Cut into pieces of so few texts
 * that they fit on Lua's stack.
 *
 * <pre>
 * 0xa0 + length                                        below 32 bytes
 * 0xd9 length: 1 · 0xda length: 2 · 0xdb length: 4     else
 * </pre>
 */
final class MessagePack {

  /** Even, so that no name is cut off from its value. */
  static final int MOST_TEXTS = 1000;

  private static final int LONGEST_HEADER = 5;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] bytes = new byte[512];
  private int length;
  private int texts;

  /** One text more, as its bytes. */
  void add(byte[] text) {
    if (texts == MOST_TEXTS) {
      cut();
    }
    if (bytes.length - length < LONGEST_HEADER + text.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + LONGEST_HEADER + text.length);
    }
    header(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    texts++;
  }

  /** All that was added, in its order. */
  List<byte[]> pieces() {
    List<byte[]> pieces = new ArrayList<>(full);
    pieces.add(Arrays.copyOf(bytes, length));
    return pieces;
  }

  private void cut() {
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
