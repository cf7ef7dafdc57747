package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.retry.TaskScheduler;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The servers that take writes, each with a connection of its own for {@code WAIT}. */
interface Primaries {

  /** The primary that owns the key. */
  Address of(String key);

  /** The connection to a primary, opened on first use. */
  CompletionStage<? extends StatefulConnection<String, byte[]>> connection(Address address);

  /** The address of a primary. */
  record Address(String host, int port) {

    private static final Address ONLY = new Address("", 0);
  }

  /** The only primary: of a standalone server, or of a Sentinel group. */
  static Primaries single(
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

  /** The primaries of a Cluster, by the topology at the time of the call. */
  static Primaries of(RedisClusterClient client, TaskScheduler scheduler) {
    AsyncLazy<StatefulRedisClusterConnection<String, byte[]>> all =
        new AsyncLazy<>(() -> ClusterNodes.connect(client, scheduler));
    return new Primaries() {
      @Override
      public Address of(String key) {
        RedisClusterNode node = client.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
        return node == null
            ? Address.ONLY // has no connection, so commands fail
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
