package dev.sojourn.redis.internal.connection;

import io.lettuce.core.output.IntegerOutput;

/** A number; Lettuce itself takes an empty list for one that is not there. */
final class NumberOutput extends IntegerOutput<String, byte[]> {

  NumberOutput() {
    super(KeyValueCodec.INSTANCE);
  }

  @Override
  public void multi(int count) {
    throw new UnsupportedOperationException("a list is no number");
  }
}
