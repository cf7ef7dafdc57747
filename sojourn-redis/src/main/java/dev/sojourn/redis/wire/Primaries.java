package dev.sojourn.redis.wire;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The servers that writes go to, each with a connection of its own for those who wait. */
interface Primaries {

  /** The primary that has the key. */
  Primary of(String key);

  /** The connection to a primary, opened when it is first asked for. */
  CompletionStage<? extends StatefulConnection<String, byte[]>> connection(Primary primary);

  /** Where a primary is. */
  record Primary(String host, int port) {

    private static final Primary ONLY = new Primary("", 0);
  }

  /** The one of a server, or of a Sentinel group. */
  static Primaries one(
      Supplier<? extends CompletionStage<? extends StatefulConnection<String, byte[]>>> opening) {
    Lazily<? extends StatefulConnection<String, byte[]>> only = new Lazily<>(opening);
    return new Primaries() {
      @Override
      public Primary of(String key) {
        return Primary.ONLY;
      }

      @Override
      public CompletionStage<? extends StatefulConnection<String, byte[]>> connection(
          Primary primary) {
        return only.get();
      }
    };
  }

  /** Those of a Cluster, as they are known when one is asked for. */
  static Primaries of(RedisClusterClient client) {
    Lazily<StatefulRedisClusterConnection<String, byte[]>> all =
        new Lazily<>(() -> ClusterNodes.connect(client));
    return new Primaries() {
      @Override
      public Primary of(String key) {
        RedisClusterNode node = client.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
        return node == null
            ? Primary.ONLY // no connection leads there
            : new Primary(node.getUri().getHost(), node.getUri().getPort());
      }

      @Override
      public CompletionStage<? extends StatefulConnection<String, byte[]>> connection(
          Primary primary) {
        return all.get().thenCompose(nodes -> nodes.getConnectionAsync(primary.host, primary.port));
      }
    };
  }
}
