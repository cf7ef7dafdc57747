package dev.sojourn.redis.internal.codec;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;

/** The codec of every connection: keys are UTF-8 text, values are bytes. */
public final class KeyValueCodec {

  public static final RedisCodec<String, byte[]> INSTANCE =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private KeyValueCodec() {}
}
