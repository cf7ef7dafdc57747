package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.CommandArguments;
import dev.sojourn.redis.internal.codec.KeyValueCodec;
import dev.sojourn.redis.internal.codec.NumberOutput;
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
 * A connection to one server that is subscribed to a Pub/Sub channel and also takes commands, which
 * RESP3 allows. Replies and messages are handled on one event loop, in the order in which Redis
 * sent them. Thread-safe.
 */
public final class PubSubConnection {

  private final StatefulRedisPubSubConnection<String, byte[]> connection;
  private final CommandDispatcher dispatcher;
  private final EventExecutorGroup executor;
  private final OpenChannels channels;
  private final String channel;

  PubSubConnection(
      StatefulRedisPubSubConnection<String, byte[]> connection,
      ClientRuntime client,
      String channel) {
    this.connection = connection;
    this.dispatcher = new CommandDispatcher(connection, client.channels());
    this.executor = client.resources().eventExecutorGroup();
    this.channels = client.channels();
    this.channel = channel;
  }

  /** Callbacks of a subscription, on the connection's event loop. */
  public interface Listener {

    /** Redis confirmed the subscription, for the first time or after a reconnect. */
    void onSubscribed();

    /** The connection broke; Lettuce reconnects and subscribes again. */
    void onDisconnected();

    /** A message arrived. */
    void onMessage(String text);

    /** The subscription was closed for good. */
    void onClosed();
  }

  /** Adds a listener and subscribes; completes when Redis confirmed it. */
  CompletionStage<Void> subscribe(Listener listener) {
    connection.addListener(
        new RedisPubSubAdapter<String, byte[]>() {
          @Override
          public void subscribed(String name, long count) {
            listener.onSubscribed();
          }

          @Override
          public void message(String name, byte[] message) {
            listener.onMessage(new String(message, StandardCharsets.UTF_8));
          }
        });
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            listener.onDisconnected();
          }
        });
    return subscribe();
  }

  /** Subscribes. Doing so again has no effect but another confirmation. */
  public CompletionStage<Void> subscribe() {
    return connection.async().subscribe(channel);
  }

  /**
   * Reads a key and its TTL in one flush.
   *
   * @param onReply called with the reply on the event loop, in the order of arrival
   */
  public <T, R> CompletionStage<R> read(
      ReadQuery<T> query, String key, Function<Reply<T>, R> onReply) {
    return dispatcher.read(query, key, onReply);
  }

  /**
   * Sends {@code HELLO}, and {@code EXISTS} for a key: a server that may not serve the key refuses
   * it. Uses one flush. Empty when the replies are those of other commands.
   */
  public CompletionStage<Optional<HeartbeatReply>> heartbeat(Optional<String> key) {
    AsyncCommand<String, byte[], List<Object>> hello =
        dispatcher.command(
            CommandType.HELLO, new ArrayOutput<>(KeyValueCodec.INSTANCE), new CommandArguments());
    if (key.isEmpty()) {
      var reply =
          hello.thenApply(
              fields ->
                  ServerInfo.ofHello(fields).map(server -> new HeartbeatReply(server, false)));
      dispatcher.send(List.of(hello));
      return reply;
    }
    AsyncCommand<String, byte[], Long> exists =
        dispatcher.command(CommandType.EXISTS, new NumberOutput(), CommandArguments.key(key.get()));
    var reply =
        hello.thenCombine(
            exists,
            (fields, count) ->
                ServerInfo.ofHello(fields)
                    .filter(server -> count <= 1)
                    .map(server -> new HeartbeatReply(server, count == 0)));
    dispatcher.send(List.of(hello, exists));
    return reply;
  }

  /**
   * The reply to a heartbeat.
   *
   * @param server what the server says of itself
   * @param missesKey whether it was asked for a key that does not exist
   */
  public record HeartbeatReply(ServerInfo server, boolean missesKey) {}

  /** Leaves the server, which is a replica, for another one behind its address, if there is one. */
  public void leaveReplica() {
    channels.leaveReplica(channels.generation());
  }

  /** Publishes a message to the channel over this connection. */
  public CompletionStage<Long> publish(String message) {
    CommandArguments args = new CommandArguments();
    args.addKey(channel).add(message.getBytes(StandardCharsets.UTF_8));
    AsyncCommand<String, byte[], Long> publish =
        dispatcher.command(CommandType.PUBLISH, new NumberOutput(), args);
    dispatcher.send(List.of(publish));
    return publish;
  }

  /** Closes this connection, and all others of its client, after a misrouted reply. */
  public void closeGeneration() {
    channels.closeGeneration(channels.generation());
  }

  /** Runs a task periodically, until the connection is closed. */
  public ScheduledFuture<?> every(Duration period, Runnable task) {
    return executor.scheduleWithFixedDelay(
        task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }
}
