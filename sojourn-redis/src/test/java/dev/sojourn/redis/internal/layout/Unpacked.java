package dev.sojourn.redis.internal.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Decodes MessagePack texts, as {@code cmsgpack.unpack} does. */
final class Unpacked {

  private Unpacked() {}

  static List<String> of(byte[] packed) {
    List<String> texts = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(packed);
    while (in.hasRemaining()) {
      byte[] text = new byte[length(in)];
      in.get(text);
      texts.add(new String(text, UTF_8));
    }
    return texts;
  }

  private static int length(ByteBuffer in) {
    int first = in.get() & 0xff;
    return switch (first) {
      case 0xd9 -> in.get() & 0xff;
      case 0xda -> in.getShort() & 0xffff;
      case 0xdb -> in.getInt();
      default -> {
        if (first < 0xa0 || first > 0xbf) {
          throw new IllegalArgumentException("no text begins with " + first);
        }
        yield first - 0xa0;
      }
    };
  }
}
