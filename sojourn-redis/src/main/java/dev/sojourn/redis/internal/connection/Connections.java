package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.PubSubConnection.Listener;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.resolver.AddressResolverGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections that send each command once: refused while disconnected, failed when the
 * connection breaks, never replayed; reconnected by themselves with jitter.
 */
public final class Connections {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** With a name that is slow to resolve, or sentinels that are silent. */
  static final Duration LONGEST_OPENING = Duration.ofSeconds(6);

  /**
   * A thread ends once nothing was to do for so long. One that ends at once leaves the connections
   * open that it was just opening; so does one that stands still for so long at that moment. Netty
   * looks every 100 ms, so that a shorter time ends no thread sooner.
   */
  static final int QUIET_MILLIS = 90;

  static final int LONGEST_CLOSING_MILLIS = 2_000;

  /** Beyond the command timeout, until a connection that answers nothing is given up. */
  private static final Duration SILENCE = Duration.ofMillis(1500);

  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(2);
  private static final String CLUSTER_SCHEME = "redis-cluster://";

  private final Duration commandTimeout;
  private final int requestQueue;
  private final Duration late;
  private final AddressResolverGroup<?> names;

  /**
   * How the connections are to behave.
   *
   * @param commandTimeout until a command counts as unanswered
   * @param requestQueue most commands that wait for an answer on a connection
   * @param late from when on an answer comes too late to be told
   */
  public Connections(Duration commandTimeout, int requestQueue, Duration late) {
    this(commandTimeout, requestQueue, late, DefaultClientResources.DEFAULT_ADDRESS_RESOLVER_GROUP);
  }

  /** With another way to find the address of a name. */
  Connections(
      Duration commandTimeout, int requestQueue, Duration late, AddressResolverGroup<?> names) {
    this.commandTimeout = commandTimeout;
    this.requestQueue = requestQueue;
    this.late = late;
    this.names = names;
  }

  /**
   * Connects.
   *
   * @param uri as in {@code RedisSettings}
   * @param loop where all work is to be done; {@code null} for threads of Lettuce's own
   * @throws IllegalArgumentException when the URI is none; it is not repeated
   */
  public CompletionStage<RedisConnection> open(String uri, @Nullable EventLoop loop) {
    List<RedisURI> uris = RedisUris.parse(uri);
    OpenChannels channels = new OpenChannels();
    ClientResources resources = resources(loop, channels);
    return uri.startsWith(CLUSTER_SCHEME)
        ? openCluster(uris, resources, channels)
        : openStandalone(uris.get(0), resources, channels);
  }

  /**
   * Opens connections that are subscribed to a channel, one to each primary, all on one event loop
   * of their own.
   *
   * @param uri as in {@code RedisSettings}
   * @param listeners makes who listens at a connection
   */
  public <L extends Listener> CompletionStage<Subscription<L>> subscribe(
      String uri, String channel, Function<PubSubConnection, L> listeners) {
    List<RedisURI> uris = RedisUris.parse(uri);
    EventLoopGroup loops = SharedEventLoop.started();
    OpenChannels channels = new OpenChannels();
    ClientResources resources = resources(loops.next(), channels);
    return uri.startsWith(CLUSTER_SCHEME)
        ? subscribeCluster(uris, resources, channels, channel, listeners, loops)
        : subscribeServer(uris.get(0), resources, channels, channel, listeners, loops);
  }

  private <L extends Listener> CompletionStage<Subscription<L>> subscribeServer(
      RedisURI uri,
      ClientResources resources,
      OpenChannels channels,
      String channel,
      Function<PubSubConnection, L> listeners,
      EventLoopGroup loops) {
    RedisClient client = client(resources);
    Runnable closing = () -> close(client, resources, loops);
    return closedWhenFailed(
        closing,
        client
            .connectPubSubAsync(RedisConnection.CODEC, timed(uri))
            .toCompletableFuture()
            .thenCompose(connection -> ConnectionReadiness.whenOpen(connection, resources))
            .thenCompose(
                connection -> {
                  PubSubConnection pubSubConnection =
                      new PubSubConnection(
                          connection, resources.eventExecutorGroup(), channels, channel);
                  L listener = listeners.apply(pubSubConnection);
                  return pubSubConnection
                      .begin(listener)
                      .thenApply(confirmed -> new ServerSubscription<>(listener, closing));
                }));
  }

  private <L extends Listener> CompletionStage<Subscription<L>> subscribeCluster(
      List<RedisURI> uris,
      ClientResources resources,
      OpenChannels channels,
      String channel,
      Function<PubSubConnection, L> listeners,
      EventLoopGroup loops) {
    RedisClusterClient client = clusterClient(uris, resources);
    Runnable closing = () -> close(client, resources, loops);
    return closedWhenFailed(
        closing,
        client
            .refreshPartitionsAsync()
            .thenCompose(known -> client.connectPubSubAsync(RedisConnection.CODEC))
            .thenCompose(
                connection ->
                    ClusterSubscription.open(
                        client,
                        connection,
                        resources.eventExecutorGroup(),
                        channels,
                        channel,
                        listeners,
                        closing)));
  }

  private static <T> CompletionStage<T> closedWhenFailed(
      Runnable closing, CompletionStage<T> opening) {
    return opening
        .toCompletableFuture()
        .orTimeout(LONGEST_OPENING.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (opened, failure) -> {
              if (failure != null) {
                closing.run();
              }
            });
  }

  private CompletionStage<RedisConnection> openStandalone(
      RedisURI uri, ClientResources resources, OpenChannels channels) {
    RedisClient client = client(resources);
    Primaries primaries =
        Primaries.one(
            () ->
                client
                    .connectAsync(RedisConnection.CODEC, timed(uri))
                    .toCompletableFuture()
                    .thenCompose(
                        connection -> ConnectionReadiness.whenOpen(connection, resources)));
    return opened(
        client,
        resources,
        channels,
        primaries,
        client.connectAsync(RedisConnection.CODEC, timed(uri)));
  }

  private CompletionStage<RedisConnection> openCluster(
      List<RedisURI> uris, ClientResources resources, OpenChannels channels) {
    RedisClusterClient client = clusterClient(uris, resources);
    return opened(
        client,
        resources,
        channels,
        Primaries.of(client),
        client.refreshPartitionsAsync().thenCompose(known -> ClusterNodes.connect(client)));
  }

  private RedisClient client(ClientResources resources) {
    RedisClient client = RedisClient.create(resources);
    client.setOptions(options(ClientOptions.builder()).build());
    return client;
  }

  private RedisClusterClient clusterClient(List<RedisURI> uris, ClientResources resources) {
    uris.forEach(this::timed);
    RedisClusterClient client = RedisClusterClient.create(resources, uris);
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    options(options);
    client.setOptions(options.topologyRefreshOptions(refresh()).build());
    return client;
  }

  private CompletionStage<RedisConnection> opened(
      AbstractRedisClient client,
      ClientResources resources,
      OpenChannels channels,
      Primaries primaries,
      CompletionStage<? extends StatefulConnection<String, byte[]>> connecting) {
    Runnable closing = () -> close(client, resources);
    WaitConnections lines = new WaitConnections(primaries, channels, commandTimeout, requestQueue);
    return closedWhenFailed(
        closing,
        connecting
            .toCompletableFuture() // Lettuce's own kind of stage never ends after
            // exceptionallyCompose
            .thenCompose(connection -> ConnectionReadiness.whenOpen(connection, resources))
            .thenApply(
                connection ->
                    new RedisConnection(
                        connection,
                        new ScriptSender(resources.eventExecutorGroup(), commandTimeout),
                        resources.eventExecutorGroup(),
                        channels,
                        lines,
                        late,
                        closing)));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
  private static void close(AbstractRedisClient client, ClientResources resources) {
    ended(client, resources);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
  private static void close(
      AbstractRedisClient client, ClientResources resources, EventLoopGroup loops) {
    ended(client, resources)
        .whenComplete(
            (done, failure) ->
                loops.shutdownGracefully(
                    QUIET_MILLIS, LONGEST_CLOSING_MILLIS, TimeUnit.MILLISECONDS));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a thread
  private static CompletableFuture<Void> ended(
      AbstractRedisClient client, ClientResources resources) {
    return client
        .shutdownAsync(QUIET_MILLIS, LONGEST_CLOSING_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete(
            (done, failure) ->
                resources.shutdown(QUIET_MILLIS, LONGEST_CLOSING_MILLIS, TimeUnit.MILLISECONDS));
  }

  private RedisURI timed(RedisURI uri) {
    uri.setTimeout(commandTimeout);
    uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(commandTimeout));
    return uri;
  }

  private <B extends ClientOptions.Builder> B options(B builder) {
    builder
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(requestQueue)
        .protocolVersion(ProtocolVersion.RESP3)
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
        .timeoutOptions(TimeoutOptions.enabled(commandTimeout));
    return builder;
  }

  private static ClusterTopologyRefreshOptions refresh() {
    return ClusterTopologyRefreshOptions.builder()
        .adaptiveRefreshTriggersTimeout(Duration.ofMillis(500))
        .enablePeriodicRefresh(TOPOLOGY_REFRESH)
        .build();
  }

  private ClientResources resources(@Nullable EventLoop loop, OpenChannels channels) {
    return ConnectionResources.of(loop, commandTimeout.plus(SILENCE), names, channels);
  }
}
