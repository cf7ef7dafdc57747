package dev.sojourn.redis.internal.connection;

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
  Address of(String key);

  /** The connection to a primary, opened when it is first asked for. */
  CompletionStage<? extends StatefulConnection<String, byte[]>> connection(Address address);

  /** Where a primary is. */
  record Address(String host, int port) {

    private static final Address ONLY = new Address("", 0);
  }

  /** The one of a server, or of a Sentinel group. */
  static Primaries one(
      Supplier<? extends CompletionStage<? extends StatefulConnection<String, byte[]>>> opening) {
    AsyncLazy<? extends StatefulConnection<String, byte[]>> only = new AsyncLazy<>(opening);
    return new Primaries() {
      @Override
      public Address of(String key) {
        return Address.ONLY;
      }

      @Override
      public CompletionStage<? extends StatefulConnection<String, byte[]>> connection(
          Address address) {
        return only.get();
      }
    };
  }

  /** Those of a Cluster, as they are known when one is asked for. */
  static Primaries of(RedisClusterClient client) {
    AsyncLazy<StatefulRedisClusterConnection<String, byte[]>> all =
        new AsyncLazy<>(() -> ClusterNodes.connect(client));
    return new Primaries() {
      @Override
      public Address of(String key) {
        RedisClusterNode node = client.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
        return node == null
            ? Address.ONLY // no connection leads there
            : new Address(node.getUri().getHost(), node.getUri().getPort());
      }

      @Override
      public CompletionStage<? extends StatefulConnection<String, byte[]>> connection(
          Address address) {
        return all.get().thenCompose(nodes -> nodes.getConnectionAsync(address.host, address.port));
      }
    };
  }
}
