package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.PubSubConnection.Listener;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.models.role.RedisNodeDescription;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A subscribed connection to each primary of a Cluster, kept up to date as the topology changes. A
 * key belongs to the connection to its own primary. A demoted node keeps its connection, because it
 * may be promoted again; that of a node which left the Cluster is closed.
 */
final class ClusterSubscription<L extends Listener> implements Subscription<L> {

  private static final Logger LOG = System.getLogger(ClusterSubscription.class.getName());
  private static final Duration TOPOLOGY_CHECK_PERIOD = Duration.ofSeconds(1);

  private final RedisClusterClient lettuce;
  private final StatefulRedisClusterPubSubConnection<String, byte[]> connection;
  private final ClientRuntime client;
  private final String channel;
  private final Function<PubSubConnection, L> listenerOf;
  private final Runnable closing;
  private final Map<String, L> byNode = new ConcurrentHashMap<>();
  private final Set<String> connecting = ConcurrentHashMap.newKeySet();

  private ClusterSubscription(
      RedisClusterClient lettuce,
      StatefulRedisClusterPubSubConnection<String, byte[]> connection,
      ClientRuntime client,
      String channel,
      Function<PubSubConnection, L> listenerOf,
      Runnable closing) {
    this.lettuce = lettuce;
    this.connection = connection;
    this.client = client;
    this.channel = channel;
    this.listenerOf = listenerOf;
    this.closing = closing;
  }

  /** Completes when every primary is subscribed to or unreachable, which is no failure yet. */
  static <L extends Listener> CompletionStage<Subscription<L>> open(
      RedisClusterClient lettuce,
      StatefulRedisClusterPubSubConnection<String, byte[]> connection,
      ClientRuntime client,
      String channel,
      Function<PubSubConnection, L> listenerOf,
      Runnable closing) {
    ClusterSubscription<L> nodes =
        new ClusterSubscription<>(lettuce, connection, client, channel, listenerOf, closing);
    CompletableFuture<?>[] connecting =
        nodes.primaries().stream().map(nodes::connect).toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(connecting).thenApply(done -> nodes.followTopology());
  }

  @Override
  public Optional<L> listenerFor(String key) {
    RedisClusterNode primary = lettuce.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
    return Optional.ofNullable(primary).map(node -> byNode.get(node.getNodeId()));
  }

  @Override
  public Collection<L> listeners() {
    return byNode.values();
  }

  @Override
  public void close() {
    byNode.values().forEach(Listener::onClosed);
    closing.run();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // runs until the executor is shut down
  private ClusterSubscription<L> followTopology() {
    lettuce
        .getResources()
        .eventBus()
        .get()
        .ofType(ClusterTopologyChangedEvent.class)
        .subscribe(changed -> update());
    long period = TOPOLOGY_CHECK_PERIOD.toMillis();
    client
        .resources()
        .eventExecutorGroup()
        .scheduleWithFixedDelay(this::update, period, period, TimeUnit.MILLISECONDS);
    return this;
  }

  /** Connects to new and formerly unreachable primaries; closes connections of removed nodes. */
  @SuppressWarnings("FutureReturnValueIgnored") // the next update retries what failed
  private void update() {
    primaries().forEach(this::connect);
    Set<String> known =
        lettuce.getPartitions().stream()
            .map(RedisClusterNode::getNodeId)
            .collect(Collectors.toSet());
    byNode.keySet().stream().filter(id -> !known.contains(id)).forEach(this::disconnect);
  }

  private void disconnect(String nodeId) {
    Optional.ofNullable(byNode.remove(nodeId)).ifPresent(Listener::onClosed);
  }

  private List<String> primaries() {
    return lettuce.getPartitions().stream()
        .filter(node -> node.getRole() == RedisNodeDescription.Role.UPSTREAM)
        .filter(node -> !node.getSlots().isEmpty())
        .map(RedisClusterNode::getNodeId)
        .toList();
  }

  private CompletableFuture<Void> connect(String nodeId) {
    if (byNode.containsKey(nodeId) || !connecting.add(nodeId)) {
      return CompletableFuture.completedFuture(null);
    }
    return connection
        .getConnectionAsync(nodeId)
        .thenCompose(opened -> ConnectionReadiness.whenOpen(opened, client.scheduler()))
        .thenCompose(opened -> subscribe(nodeId, opened))
        .whenComplete((done, failure) -> connecting.remove(nodeId))
        .exceptionallyCompose(ClusterSubscription::ignoreUnlessDenied);
  }

  /**
   * An unreachable primary is retried later. Without the permission to subscribe, retries fail too.
   */
  private static CompletionStage<Void> ignoreUnlessDenied(Throwable failure) {
    if (RedisErrors.isCode(failure, "NOPERM")) {
      return CompletableFuture.failedStage(failure);
    }
    LOG.log(Level.DEBUG, "cannot subscribe to a primary; retrying", failure);
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<Void> subscribe(
      String nodeId, StatefulRedisPubSubConnection<String, byte[]> opened) {
    PubSubConnection pubSubConnection = new PubSubConnection(opened, client, channel);
    L listener = listenerOf.apply(pubSubConnection);
    byNode.put(nodeId, listener);
    return pubSubConnection.subscribe(listener);
  }
}
