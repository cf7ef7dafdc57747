package dev.sojourn.redis.internal.layout;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Raw deflate by the JDK. Deflaters and inflaters are pooled, since they are expensive to create.
 */
final class Deflate {

  private static final int MAX_IDLE = 16;
  private static final byte[] NOTHING = {};
  private static final ConcurrentLinkedQueue<Deflater> DEFLATERS = new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<Inflater> INFLATERS = new ConcurrentLinkedQueue<>();

  private Deflate() {}

  /** The bytes deflated to fewer than {@code fewerThan}; no bytes where that is not possible. */
  static byte[] deflated(byte[] bytes, Optional<Dictionary> dictionary, int fewerThan) {
    if (fewerThan <= 0) {
      return NOTHING;
    }
    Deflater deflater =
        take(DEFLATERS, () -> new Deflater(Deflater.BEST_COMPRESSION, /* nowrap= */ true));
    dictionary.ifPresent(with -> deflater.setDictionary(with.shared()));
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[fewerThan];
    int length = deflater.deflate(out);
    boolean fits = deflater.finished() && length < fewerThan;
    deflater.reset();
    if (DEFLATERS.size() < MAX_IDLE) {
      DEFLATERS.add(deflater);
    } else {
      deflater.end();
    }
    return fits ? Arrays.copyOf(out, length) : NOTHING;
  }

  /**
   * Inflates to exactly {@code length} bytes.
   *
   * @throws UnreadableValue when the result is longer or shorter, or the input is damaged
   */
  static byte[] inflated(byte[] deflated, Optional<Dictionary> dictionary, int length)
      throws UnreadableValue {
    Inflater inflater = take(INFLATERS, () -> new Inflater(/* nowrap= */ true));
    try {
      dictionary.ifPresent(with -> inflater.setDictionary(with.shared()));
      inflater.setInput(deflated);
      byte[] out = new byte[length];
      int count = 0;
      while (count < length && !inflater.finished()) {
        int more = inflater.inflate(out, count, length - count);
        if (more == 0) {
          break; // the input ended, or needs a dictionary
        }
        count += more;
      }
      boolean over = count == length && inflater.inflate(new byte[1]) > 0;
      if (count < length || over || !inflater.finished() || inflater.getRemaining() > 0) {
        throw new UnreadableValue("a damaged compressed value");
      }
      return out;
    } catch (DataFormatException e) {
      throw new UnreadableValue("a damaged compressed value");
    } finally {
      inflater.reset();
      if (INFLATERS.size() < MAX_IDLE) {
        INFLATERS.add(inflater);
      } else {
        inflater.end();
      }
    }
  }

  private static <T> T take(ConcurrentLinkedQueue<T> idle, Supplier<T> create) {
    T one = idle.poll();
    return one == null ? create.get() : one;
  }
}
