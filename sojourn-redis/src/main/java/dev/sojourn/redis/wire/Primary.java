package dev.sojourn.redis.wire;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.output.KeyScanOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server with keys of its own, asked about all of them: the one server, or one of a Cluster. */
public final class Primary {

  private final Wire node;

  private Primary(Wire node) {
    this.node = node;
  }

  /** Those that a connection reaches; of a Cluster, the primaries that have slots. */
  static CompletionStage<List<Primary>> of(
      Wire wire, StatefulConnection<String, byte[]> connection) {
    if (!(connection instanceof StatefulRedisClusterConnection<String, byte[]> cluster)) {
      return CompletableFuture.completedStage(List.of(new Primary(wire)));
    }
    List<CompletableFuture<Primary>> nodes =
        cluster.getPartitions().stream()
            .filter(node -> node.getRole().isUpstream() && !node.hasNoSlots())
            .map(node -> of(wire, cluster, node))
            .toList();
    return Bulk.all(nodes);
  }

  /** On the connection that {@link ClusterNodes} opened ahead. */
  private static CompletableFuture<Primary> of(
      Wire wire, StatefulRedisClusterConnection<String, byte[]> cluster, RedisClusterNode node) {
    return cluster
        .getConnectionAsync(node.getUri().getHost(), node.getUri().getPort())
        .thenApply(connection -> new Primary(wire.on(connection)));
  }

  /**
   * A page of the keys of a pattern; looks at some keys at least.
   *
   * @param pattern a constant of ours: nothing that a user typed is one
   */
  public CompletionStage<Page> keys(String cursor, String pattern, int some) {
    return node.sent(
            CommandType.SCAN,
            new KeyScanOutput<>(Wire.CODEC),
            new Args().add(cursor).add("MATCH").add(pattern).add("COUNT").add(some))
        .thenApply(Page::of);
  }

  /** A page of all keys; looks at some keys at least. */
  public CompletionStage<Page> keys(String cursor, int some) {
    return node.sent(
            CommandType.SCAN,
            new KeyScanOutput<>(Wire.CODEC),
            new Args().add(cursor).add("COUNT").add(some))
        .thenApply(Page::of);
  }

  /** How many keys it has. */
  public CompletionStage<Long> size() {
    return node.sent(CommandType.DBSIZE, new NumberOutput(), new Args());
  }

  /** What it says of itself in a section of {@code INFO}, by name. */
  public CompletionStage<Map<String, String>> info(String section) {
    return node.sent(CommandType.INFO, new StatusOutput<>(Wire.CODEC), new Args().add(section))
        .thenApply(Primary::facts);
  }

  /** Whether it answers, and how long that takes. */
  public CompletionStage<String> ping() {
    return node.ping();
  }

  private static Map<String, String> facts(String text) {
    Map<String, String> facts = new HashMap<>();
    text.lines()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> facts.put(pair[0], pair[1]));
    return facts;
  }
}
