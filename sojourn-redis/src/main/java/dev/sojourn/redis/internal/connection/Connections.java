package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.KeyValueCodec;
import dev.sojourn.redis.internal.connection.OpenChannels.Peer;
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
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.resolver.AddressResolverGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections: standalone, Sentinel, Cluster, and subscribed ones. They reconnect with
 * jitter. Each command is sent once: it is rejected while disconnected, fails when the connection
 * breaks, and is never replayed.
 */
public final class Connections {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Covers a name that resolves slowly, or Sentinels that do not reply. */
  static final Duration OPEN_TIMEOUT = Duration.ofSeconds(6);

  /** How long beyond the command timeout a connection without replies is kept open. */
  private static final Duration IDLE_GRACE = Duration.ofMillis(1500);

  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(2);
  private static final String CLUSTER_SCHEME = "redis-cluster://";

  private final Duration commandTimeout;
  private final int requestQueue;
  private final Duration maxReplyAge;
  private final AddressResolverGroup<?> names;

  /**
   * Creates a factory of connections.
   *
   * @param commandTimeout after which a command without a reply fails
   * @param requestQueue how many commands may wait for replies on a connection
   * @param maxReplyAge after which a reply to a read is not used
   */
  public Connections(Duration commandTimeout, int requestQueue, Duration maxReplyAge) {
    this(
        commandTimeout,
        requestQueue,
        maxReplyAge,
        DefaultClientResources.DEFAULT_ADDRESS_RESOLVER_GROUP);
  }

  /** For tests: resolves names in another way. */
  Connections(
      Duration commandTimeout,
      int requestQueue,
      Duration maxReplyAge,
      AddressResolverGroup<?> names) {
    this.commandTimeout = commandTimeout;
    this.requestQueue = requestQueue;
    this.maxReplyAge = maxReplyAge;
    this.names = names;
  }

  /**
   * Opens a connection.
   *
   * @param uri as in {@code RedisSettings}
   * @param loop the event loop for all work; {@code null} for threads of Lettuce
   * @throws IllegalArgumentException when the URI is invalid; the message does not contain it
   */
  public CompletionStage<RedisConnection> open(String uri, @Nullable EventLoop loop) {
    List<RedisURI> uris = RedisUris.parse(uri);
    return uri.startsWith(CLUSTER_SCHEME)
        ? openCluster(uris, client(Peer.CLUSTER, loop))
        : openStandalone(uris.get(0), client(Peer.SERVER, loop));
  }

  /**
   * Opens connections that are subscribed to a channel, one to each primary. They share an event
   * loop of their own.
   *
   * @param uri as in {@code RedisSettings}
   * @param listenerOf creates the listener of a connection
   */
  public <L extends Listener> CompletionStage<Subscription<L>> subscribe(
      String uri, String channel, Function<PubSubConnection, L> listenerOf) {
    List<RedisURI> uris = RedisUris.parse(uri);
    EventLoopGroup loops = SharedEventLoop.start();
    return uri.startsWith(CLUSTER_SCHEME)
        ? subscribeCluster(uris, client(Peer.CLUSTER, loops.next()), channel, listenerOf, loops)
        : subscribeServer(
            uris.get(0), client(Peer.SUBSCRIBED_SERVER, loops.next()), channel, listenerOf, loops);
  }

  private <L extends Listener> CompletionStage<Subscription<L>> subscribeServer(
      RedisURI uri,
      ClientRuntime client,
      String channel,
      Function<PubSubConnection, L> listenerOf,
      EventLoopGroup loops) {
    RedisClient lettuce = standalone(client);
    Runnable closing = () -> client.close(lettuce, loops);
    return closeOnFailure(
        closing,
        lettuce
            .connectPubSubAsync(KeyValueCodec.INSTANCE, timed(uri))
            .toCompletableFuture()
            .thenCompose(connection -> ConnectionReadiness.whenOpen(connection, client.scheduler()))
            .thenCompose(
                connection -> {
                  PubSubConnection pubSubConnection =
                      new PubSubConnection(connection, client, channel);
                  L listener = listenerOf.apply(pubSubConnection);
                  return pubSubConnection
                      .subscribe(listener)
                      .thenApply(confirmed -> new ServerSubscription<>(listener, closing));
                }));
  }

  private <L extends Listener> CompletionStage<Subscription<L>> subscribeCluster(
      List<RedisURI> uris,
      ClientRuntime client,
      String channel,
      Function<PubSubConnection, L> listenerOf,
      EventLoopGroup loops) {
    RedisClusterClient lettuce = cluster(uris, client);
    Runnable closing = () -> client.close(lettuce, loops);
    return closeOnFailure(
        closing,
        lettuce
            .refreshPartitionsAsync()
            .thenCompose(known -> lettuce.connectPubSubAsync(KeyValueCodec.INSTANCE))
            .thenCompose(
                connection ->
                    ClusterSubscription.open(
                        lettuce, connection, client, channel, listenerOf, closing)));
  }

  private static <T> CompletionStage<T> closeOnFailure(
      Runnable closing, CompletionStage<T> opening) {
    return opening
        .toCompletableFuture()
        .orTimeout(OPEN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (opened, failure) -> {
              if (failure != null) {
                closing.run();
              }
            });
  }

  private CompletionStage<RedisConnection> openStandalone(RedisURI uri, ClientRuntime client) {
    RedisClient lettuce = standalone(client);
    Supplier<Primaries> primaries =
        () ->
            Primaries.single(
                () ->
                    lettuce
                        .connectAsync(KeyValueCodec.INSTANCE, timed(uri))
                        .toCompletableFuture()
                        .thenCompose(
                            connection ->
                                ConnectionReadiness.whenOpen(connection, client.scheduler())));
    return connect(
        lettuce, client, primaries, lettuce.connectAsync(KeyValueCodec.INSTANCE, timed(uri)));
  }

  private CompletionStage<RedisConnection> openCluster(List<RedisURI> uris, ClientRuntime client) {
    RedisClusterClient lettuce = cluster(uris, client);
    return connect(
        lettuce,
        client,
        () -> Primaries.of(lettuce, client.scheduler()),
        lettuce
            .refreshPartitionsAsync()
            .thenCompose(known -> ClusterNodes.connect(lettuce, client.scheduler())));
  }

  private RedisClient standalone(ClientRuntime client) {
    RedisClient lettuce = RedisClient.create(client.resources());
    lettuce.setOptions(options(ClientOptions.builder()).build());
    return lettuce;
  }

  private RedisClusterClient cluster(List<RedisURI> uris, ClientRuntime client) {
    uris.forEach(this::timed);
    RedisClusterClient lettuce = RedisClusterClient.create(client.resources(), uris);
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    options(options);
    lettuce.setOptions(options.topologyRefreshOptions(refresh()).build());
    return lettuce;
  }

  private CompletionStage<RedisConnection> connect(
      AbstractRedisClient lettuce,
      ClientRuntime client,
      Supplier<Primaries> primaries,
      CompletionStage<? extends StatefulConnection<String, byte[]>> connecting) {
    Runnable closing = () -> client.close(lettuce);
    return closeOnFailure(
        closing,
        connecting
            .toCompletableFuture() // Lettuce's own stages never complete after exceptionallyCompose
            .thenCompose(connection -> ConnectionReadiness.whenOpen(connection, client.scheduler()))
            .thenApply(connection -> connection(connection, client, primaries, closing)));
  }

  private RedisConnection connection(
      StatefulConnection<String, byte[]> connection,
      ClientRuntime client,
      Supplier<Primaries> primaries,
      Runnable closing) {
    return new RedisConnection(
        new CommandDispatcher(connection, client.channels()),
        new ScriptSender(client.scheduler(), commandTimeout),
        client.scheduler(),
        client.channels(),
        new WaitConnections(primaries.get(), client.channels(), commandTimeout, requestQueue),
        new LateReplies(maxReplyAge),
        new SecondOpinion(primaries.get(), client.channels(), commandTimeout),
        closing);
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

  private ClientRuntime client(Peer peer, @Nullable EventLoop loop) {
    return new ClientRuntime(peer, loop, commandTimeout.plus(IDLE_GRACE), names);
  }
}
