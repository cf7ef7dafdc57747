package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.PubSubConnection.Listener;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.models.role.RedisNodeDescription;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.concurrent.EventExecutorGroup;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscribed connection to each primary of a Cluster, followed as nodes come and go: what counts
 * for a key is the connection to its own primary. A node that was demoted keeps its connection, for
 * it may be promoted again; one that left the Cluster is given up.
 */
final class ClusterSubscription<L extends Listener> implements Subscription<L> {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterSubscription.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final RedisClusterClient client;
  private final StatefulRedisClusterPubSubConnection<String, byte[]> connection;
  private final EventExecutorGroup executor;
  private final OpenChannels channels;
  private final String channel;
  private final Function<PubSubConnection, L> listeners;
  private final Runnable closing;
  private final Map<String, L> byNode = new ConcurrentHashMap<>();
  private final Set<String> connecting = ConcurrentHashMap.newKeySet();

  private ClusterSubscription(
      RedisClusterClient client,
      StatefulRedisClusterPubSubConnection<String, byte[]> connection,
      EventExecutorGroup executor,
      OpenChannels channels,
      String channel,
      Function<PubSubConnection, L> listeners,
      Runnable closing) {
    this.client = client;
    this.connection = connection;
    this.executor = executor;
    this.channels = channels;
    this.channel = channel;
    this.listeners = listeners;
    this.closing = closing;
  }

  /** Completes when each primary is connected to, or found unreachable, which is no failure yet. */
  static <L extends Listener> CompletionStage<Subscription<L>> open(
      RedisClusterClient client,
      StatefulRedisClusterPubSubConnection<String, byte[]> connection,
      EventExecutorGroup executor,
      OpenChannels channels,
      String channel,
      Function<PubSubConnection, L> listeners,
      Runnable closing) {
    ClusterSubscription<L> nodes =
        new ClusterSubscription<>(
            client, connection, executor, channels, channel, listeners, closing);
    CompletableFuture<?>[] begun =
        nodes.primaries().stream().map(nodes::connect).toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(begun).thenApply(done -> nodes.followed());
  }

  @Override
  public Optional<L> of(String key) {
    RedisClusterNode primary = client.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
    return Optional.ofNullable(primary).map(node -> byNode.get(node.getNodeId()));
  }

  @Override
  public Collection<L> all() {
    return byNode.values();
  }

  @Override
  public void close() {
    byNode.values().forEach(Listener::ended);
    closing.run();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it goes on until the executor is shut down
  private ClusterSubscription<L> followed() {
    client
        .getResources()
        .eventBus()
        .get()
        .ofType(ClusterTopologyChangedEvent.class)
        .subscribe(changed -> follow());
    long period = LOOK.toMillis();
    executor.scheduleWithFixedDelay(this::follow, period, period, TimeUnit.MILLISECONDS);
    return this;
  }

  /** Connects to new primaries, and to those that could not be reached before. */
  @SuppressWarnings("FutureReturnValueIgnored") // what fails is tried again with the next look
  private void follow() {
    primaries().forEach(this::connect);
    Set<String> known =
        client.getPartitions().stream()
            .map(RedisClusterNode::getNodeId)
            .collect(Collectors.toSet());
    byNode.keySet().stream().filter(id -> !known.contains(id)).forEach(this::end);
  }

  private void end(String nodeId) {
    Optional.ofNullable(byNode.remove(nodeId)).ifPresent(Listener::ended);
  }

  private List<String> primaries() {
    return client.getPartitions().stream()
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
        .thenCompose(opened -> ConnectionReadiness.whenOpen(opened, client.getResources()))
        .thenCompose(opened -> begin(nodeId, opened))
        .whenComplete((done, failure) -> connecting.remove(nodeId))
        .exceptionallyCompose(ClusterSubscription::triedAgain);
  }

  /**
   * What cannot be reached now is tried again; without the right to subscribe nothing will help.
   */
  private static CompletionStage<Void> triedAgain(Throwable failure) {
    if (RedisErrors.isCode(failure, "NOPERM")) {
      return CompletableFuture.failedStage(failure);
    }
    LOG.debug("a primary cannot be subscribed to; it is tried again", failure);
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<Void> begin(
      String nodeId, StatefulRedisPubSubConnection<String, byte[]> opened) {
    PubSubConnection pubSubConnection = new PubSubConnection(opened, executor, channels, channel);
    L listener = listeners.apply(pubSubConnection);
    byNode.put(nodeId, listener);
    return pubSubConnection.begin(listener);
  }
}
