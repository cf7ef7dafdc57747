package dev.sojourn.redis.internal.codec;

import io.lettuce.core.output.IntegerOutput;

/** A number. Unlike Lettuce's own output it rejects a list, which Lettuce reads as absent. */
public final class NumberOutput extends IntegerOutput<String, byte[]> {

  public NumberOutput() {
    super(KeyValueCodec.INSTANCE);
  }

  @Override
  public void multi(int count) {
    throw new UnsupportedOperationException("expected a number, got a list");
  }
}
