package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.CommandArguments;
import dev.sojourn.redis.internal.codec.FieldsOutput;
import dev.sojourn.redis.internal.codec.KeyValueCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
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

  /** {@code HMGET}: those of the fields that a hash has; empty when there is no key. */
  public static ReadQuery<Map<String, byte[]>> fields(List<String> fields) {
    return new ReadQuery<>(CommandType.HMGET, codec -> new FieldsOutput(fields), fields);
  }

  /** {@code GETRANGE}: the first bytes of a string; empty when there is no key. */
  public static ReadQuery<byte[]> beginning(int bytes) {
    return new ReadQuery<>(
        CommandType.GETRANGE, ValueOutput::new, List.of("0", Integer.toString(bytes - 1)));
  }

  /**
   * {@code JSON.GET} with several paths: a document with a list of values for each path; {@code
   * null} when there is no key.
   */
  public static ReadQuery<byte[]> paths(List<String> paths) {
    return new ReadQuery<>(CommandType.JSON_GET, ValueOutput::new, paths);
  }

  private final CommandType command;
  private final Function<RedisCodec<String, byte[]>, CommandOutput<String, byte[], T>> output;
  private final List<String> args;

  private ReadQuery(
      CommandType command,
      Function<RedisCodec<String, byte[]>, CommandOutput<String, byte[], T>> output) {
    this(command, output, List.of());
  }

  private ReadQuery(
      CommandType command,
      Function<RedisCodec<String, byte[]>, CommandOutput<String, byte[], T>> output,
      List<String> args) {
    this.command = command;
    this.output = output;
    this.args = args;
  }

  CommandType command() {
    return command;
  }

  CommandArguments arguments(String key) {
    CommandArguments arguments = CommandArguments.key(key);
    args.forEach(arguments::add);
    return arguments;
  }

  CommandOutput<String, byte[], T> output() {
    return output.apply(KeyValueCodec.INSTANCE);
  }
}
