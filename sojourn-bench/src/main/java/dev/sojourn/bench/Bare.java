package dev.sojourn.bench;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.BooleanOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The baseline: the same commands on a bare Lettuce connection, with one flush; replies are
 * ignored.
 */
final class Bare implements AutoCloseable {

  private static final StringCodec CODEC = StringCodec.UTF8;

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  Bare(String uri) {
    RedisURI redis = RedisURI.create(uri);
    this.client = RedisClient.create(redis);
    client.setOptions(
        ClientOptions.builder()
            .timeoutOptions(TimeoutOptions.enabled(Duration.ofMillis(500)))
            .build());
    this.connection = client.connect();
  }

  /** {@code HGETALL} and {@code PTTL}. */
  Map<String, String> read(String key) {
    var hash = command(CommandType.HGETALL, new MapOutput<>(CODEC), args().addKey(key));
    var ttl = command(CommandType.PTTL, new IntegerOutput<>(CODEC), args().addKey(key));
    connection.dispatch(List.of(hash, ttl));
    ttl.toCompletableFuture().join();
    return hash.toCompletableFuture().join();
  }

  /** {@code HSET}, {@code PEXPIRE} and {@code SADD}. */
  void create(String key, Map<String, String> fields, String index, String id) {
    var hash =
        command(CommandType.HSET, new IntegerOutput<>(CODEC), args().addKey(key).add(fields));
    var ttl =
        command(CommandType.PEXPIRE, new BooleanOutput<>(CODEC), args().addKey(key).add(1_800_000));
    var set =
        command(CommandType.SADD, new IntegerOutput<>(CODEC), args().addKey(index).addValue(id));
    connection.dispatch(List.of(hash, ttl, set));
    hash.toCompletableFuture().join();
    ttl.toCompletableFuture().join();
    set.toCompletableFuture().join();
  }

  /** The connection, for other commands. */
  StatefulRedisConnection<String, String> connection() {
    return connection;
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  private static CommandArgs<String, String> args() {
    return new CommandArgs<>(CODEC);
  }

  private static <T> AsyncCommand<String, String, T> command(
      CommandType type, CommandOutput<String, String, T> output, CommandArgs<String, String> args) {
    return new AsyncCommand<>(new Command<>(type, output, args));
  }
}
