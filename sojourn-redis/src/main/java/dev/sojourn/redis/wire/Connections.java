package dev.sojourn.redis.wire;

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
import io.lettuce.core.resource.Delay;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections that send each command once: refused while disconnected, failed when the
 * connection breaks, never replayed; reconnected by themselves with full jitter.
 */
public final class Connections {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);
  private static final int RECONNECT_DELAY_BASE_MILLIS = 20;
  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(2);
  private static final int IO_THREADS = 2;
  private static final String CLUSTER_SCHEME = "redis-cluster://";

  private final Duration commandTimeout;
  private final int requestQueue;

  /**
   * How the connections are to behave.
   *
   * @param commandTimeout until a command counts as unanswered
   * @param requestQueue most commands that wait for an answer on a connection
   */
  public Connections(Duration commandTimeout, int requestQueue) {
    this.commandTimeout = commandTimeout;
    this.requestQueue = requestQueue;
  }

  /**
   * Connects.
   *
   * @param uri as in {@code RedisSettings}
   * @param loop where all work is to be done; {@code null} for threads of Lettuce's own
   * @throws IllegalArgumentException when the URI is none; it is not repeated
   */
  public CompletionStage<Wire> open(String uri, @Nullable EventLoop loop) {
    List<RedisURI> uris = RedisUris.parse(uri);
    ClientResources resources = resources(loop);
    return uri.startsWith(CLUSTER_SCHEME)
        ? openCluster(uris, resources)
        : openStandalone(uris.get(0), resources);
  }

  private CompletionStage<Wire> openStandalone(RedisURI uri, ClientResources resources) {
    RedisClient client = RedisClient.create(resources);
    client.setOptions(options(ClientOptions.builder()).build());
    return opened(client, resources, client.connectAsync(Wire.CODEC, timed(uri)));
  }

  private CompletionStage<Wire> openCluster(List<RedisURI> uris, ClientResources resources) {
    uris.forEach(this::timed);
    RedisClusterClient client = RedisClusterClient.create(resources, uris);
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    options(options);
    client.setOptions(options.topologyRefreshOptions(refresh()).build());
    return opened(
        client,
        resources,
        client.refreshPartitionsAsync().thenCompose(known -> ClusterNodes.connect(client)));
  }

  private CompletionStage<Wire> opened(
      AbstractRedisClient client,
      ClientResources resources,
      CompletionStage<? extends StatefulConnection<String, byte[]>> connecting) {
    Runnable closing = () -> close(client, resources);
    return connecting
        .toCompletableFuture() // Lettuce's own kind of stage never ends after exceptionallyCompose
        .thenCompose(connection -> Opening.whenOpen(connection, resources))
        .<Wire>thenApply(
            connection ->
                new Wire(connection, resources.eventExecutorGroup(), commandTimeout, closing))
        .whenComplete(
            (wire, failure) -> {
              if (failure != null) {
                closing.run();
              }
            });
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
  private static void close(AbstractRedisClient client, ClientResources resources) {
    client
        .shutdownAsync(0, 2, TimeUnit.SECONDS)
        .whenComplete((done, failure) -> resources.shutdown(0, 2, TimeUnit.SECONDS));
  }

  private RedisURI timed(RedisURI uri) {
    uri.setTimeout(commandTimeout);
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

  private static ClientResources resources(@Nullable EventLoop loop) {
    DefaultClientResources.Builder builder =
        DefaultClientResources.builder()
            .reconnectDelay(
                () ->
                    Delay.fullJitter(
                        Duration.ZERO,
                        LONGEST_RECONNECT_DELAY,
                        RECONNECT_DELAY_BASE_MILLIS,
                        TimeUnit.MILLISECONDS));
    return loop == null
        ? builder.ioThreadPoolSize(IO_THREADS).computationThreadPoolSize(IO_THREADS).build()
        : builder.eventLoopGroupProvider(new OneLoop(loop)).eventExecutorGroup(loop).build();
  }
}
