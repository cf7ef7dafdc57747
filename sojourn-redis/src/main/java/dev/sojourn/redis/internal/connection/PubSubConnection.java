package dev.sojourn.redis.internal.connection;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.concurrent.EventExecutorGroup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A connection to one server that is subscribed to a channel and takes commands too, which RESP3
 * allows. Answers and messages come in the order in which Redis sent them, on one event loop: what
 * a command carries to be done with its answer is done there, in that order. Thread-safe.
 */
public final class PubSubConnection {

  private final StatefulRedisPubSubConnection<String, byte[]> connection;
  private final CommandDispatcher dispatcher;
  private final EventExecutorGroup executor;
  private final OpenChannels channels;
  private final String channel;

  PubSubConnection(
      StatefulRedisPubSubConnection<String, byte[]> connection,
      EventExecutorGroup executor,
      OpenChannels channels,
      String channel) {
    this.connection = connection;
    this.dispatcher = new CommandDispatcher(connection, channels);
    this.executor = executor;
    this.channels = channels;
    this.channel = channel;
  }

  /** Is told what becomes of the subscription, on the connection's event loop. */
  public interface Listener {

    /** The subscription is confirmed, for the first time or again. */
    void subscribed();

    /** The connection broke. */
    void lost();

    /** A message came. */
    void message(String text);

    /** The connection is given up for good. */
    void ended();
  }

  /** Tells that listener from now on, and subscribes; completes when that is confirmed. */
  CompletionStage<Void> begin(Listener listener) {
    connection.addListener(
        new RedisPubSubAdapter<String, byte[]>() {
          @Override
          public void subscribed(String name, long count) {
            listener.subscribed();
          }

          @Override
          public void message(String name, byte[] message) {
            listener.message(new String(message, StandardCharsets.UTF_8));
          }
        });
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            listener.lost();
          }
        });
    return subscribe();
  }

  /** Subscribes; once more does no harm, and is confirmed again. */
  public CompletionStage<Void> subscribe() {
    return connection.async().subscribe(channel);
  }

  /**
   * Reads a key and its TTL with one flush.
   *
   * @param arrived is handed the reply on the event loop, in the order of arrival
   */
  public <T, R> CompletionStage<R> read(
      ReadQuery<T> query, String key, Function<Reply<T>, R> arrived) {
    return dispatcher.read(query, key, arrived);
  }

  /**
   * Asks the server what it is and, where a key is named, whether that is there: what a server
   * would refuse that may not serve the key. One flush. Empty when what came answers something
   * else.
   */
  public CompletionStage<Optional<ServerInfo>> heartbeat(Optional<String> key) {
    AsyncCommand<String, byte[], List<Object>> hello =
        dispatcher.command(
            CommandType.HELLO, new ArrayOutput<>(KeyValueCodec.INSTANCE), new CommandArguments());
    if (key.isEmpty()) {
      var answer = hello.thenApply(ServerInfo::ifTold);
      dispatcher.send(List.of(hello));
      return answer;
    }
    AsyncCommand<String, byte[], Long> exists =
        dispatcher.command(CommandType.EXISTS, new NumberOutput(), CommandArguments.key(key.get()));
    var answer =
        hello.thenCombine(
            exists, (facts, count) -> ServerInfo.ifTold(facts).filter(told -> count <= 1));
    dispatcher.send(List.of(hello, exists));
    return answer;
  }

  /** Publishes a message to the channel, on this connection. */
  public CompletionStage<Long> publish(String message) {
    CommandArguments commandArguments = new CommandArguments();
    commandArguments.addKey(channel).add(message.getBytes(StandardCharsets.UTF_8));
    AsyncCommand<String, byte[], Long> publish =
        dispatcher.command(CommandType.PUBLISH, new NumberOutput(), commandArguments);
    dispatcher.send(List.of(publish));
    return publish;
  }

  /** An answer fits another question: this connection is closed, with all others of its client. */
  public void abandon() {
    channels.closeGeneration(channels.generation());
  }

  /** Runs a task again and again, until the connection is given up. */
  public ScheduledFuture<?> every(Duration period, Runnable task) {
    return executor.scheduleWithFixedDelay(
        task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }
}
