package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.KeyValueCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.Map;
import java.util.function.Function;

/**
 * A read command for one key.
 *
 * @param <T> the type of the reply
 */
public final class ReadQuery<T> {

  /** {@code HGETALL}: the fields of a hash; empty when there is no key. */
  public static final ReadQuery<Map<String, byte[]>> HASH =
      new ReadQuery<>(CommandType.HGETALL, MapOutput::new);

  /** {@code GET}: the bytes of a string; {@code null} when there is no key. */
  public static final ReadQuery<byte[]> STRING = new ReadQuery<>(CommandType.GET, ValueOutput::new);

  /** {@code JSON.GET}: the bytes of a JSON document; {@code null} when there is no key. */
  public static final ReadQuery<byte[]> JSON =
      new ReadQuery<>(CommandType.JSON_GET, ValueOutput::new);

  private final CommandType command;
  private final Function<RedisCodec<String, byte[]>, CommandOutput<String, byte[], T>> output;

  private ReadQuery(
      CommandType command,
      Function<RedisCodec<String, byte[]>, CommandOutput<String, byte[], T>> output) {
    this.command = command;
    this.output = output;
  }

  CommandType command() {
    return command;
  }

  CommandOutput<String, byte[], T> output() {
    return output.apply(KeyValueCodec.INSTANCE);
  }
}
