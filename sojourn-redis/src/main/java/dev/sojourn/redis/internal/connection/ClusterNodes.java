package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.KeyValueCodec;
import dev.sojourn.redis.internal.retry.TaskScheduler;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Connects to every node of a Cluster, replicas too, before a command needs it. Lettuce connects to
 * a node on the first command for it and, set to reject commands while disconnected, rejects that
 * command. So this connects ahead, and again whenever the topology changes.
 */
final class ClusterNodes {

  private ClusterNodes() {}

  /** Connects to the Cluster whose topology the client knows. */
  @SuppressWarnings("FutureReturnValueIgnored") // commands for an unreachable node fail
  static CompletionStage<StatefulRedisClusterConnection<String, byte[]>> connect(
      RedisClusterClient client, TaskScheduler scheduler) {
    return client
        .connectAsync(KeyValueCodec.INSTANCE)
        .thenCompose(
            connection -> {
              onTopologyChange(client, () -> connectAll(client, connection, scheduler));
              return connectAll(client, connection, scheduler).thenApply(all -> connection);
            });
  }

  private static void onTopologyChange(RedisClusterClient client, Runnable task) {
    client
        .getResources()
        .eventBus()
        .get()
        .ofType(ClusterTopologyChangedEvent.class)
        .subscribe(changed -> task.run());
  }

  /** Completes when every node is connected or unreachable, which is no failure yet. */
  private static CompletableFuture<Void> connectAll(
      RedisClusterClient client,
      StatefulRedisClusterConnection<String, byte[]> connection,
      TaskScheduler scheduler) {
    return CompletableFuture.allOf(
        client.getPartitions().stream()
            .map(node -> connect(connection, node.getUri(), scheduler))
            .toArray(CompletableFuture<?>[]::new));
  }

  private static CompletableFuture<?> connect(
      StatefulRedisClusterConnection<String, byte[]> connection,
      RedisURI node,
      TaskScheduler scheduler) {
    return connection
        .getConnectionAsync(node.getHost(), node.getPort())
        .thenCompose(opened -> ConnectionReadiness.whenOpen(opened, scheduler))
        .handle((connected, failure) -> true);
  }
}
