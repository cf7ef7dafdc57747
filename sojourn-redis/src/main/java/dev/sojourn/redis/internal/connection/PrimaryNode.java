package dev.sojourn.redis.internal.connection;

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
public final class PrimaryNode {

  private final RedisConnection node;

  private PrimaryNode(RedisConnection node) {
    this.node = node;
  }

  /** Those that a connection reaches; of a Cluster, the primaries that have slots. */
  static CompletionStage<List<PrimaryNode>> of(
      RedisConnection redisConnection, StatefulConnection<String, byte[]> connection) {
    if (!(connection instanceof StatefulRedisClusterConnection<String, byte[]> cluster)) {
      return CompletableFuture.completedStage(List.of(new PrimaryNode(redisConnection)));
    }
    List<CompletableFuture<PrimaryNode>> nodes =
        cluster.getPartitions().stream()
            .filter(node -> node.getRole().isUpstream() && !node.hasNoSlots())
            .map(node -> of(redisConnection, cluster, node))
            .toList();
    return BatchCommands.all(nodes);
  }

  /** On the connection that {@link ClusterNodes} opened ahead. */
  private static CompletableFuture<PrimaryNode> of(
      RedisConnection redisConnection,
      StatefulRedisClusterConnection<String, byte[]> cluster,
      RedisClusterNode node) {
    return cluster
        .getConnectionAsync(node.getUri().getHost(), node.getUri().getPort())
        .thenApply(connection -> new PrimaryNode(redisConnection.on(connection)));
  }

  /**
   * A page of the keys of a pattern; looks at some keys at least.
   *
   * @param pattern a constant of ours: nothing that a user typed is one
   */
  public CompletionStage<ScanPage> keys(String cursor, String pattern, int some) {
    return node.sent(
            CommandType.SCAN,
            new KeyScanOutput<>(RedisConnection.CODEC),
            new CommandArguments().add(cursor).add("MATCH").add(pattern).add("COUNT").add(some))
        .thenApply(ScanPage::of);
  }

  /** A page of all keys; looks at some keys at least. */
  public CompletionStage<ScanPage> keys(String cursor, int some) {
    return node.sent(
            CommandType.SCAN,
            new KeyScanOutput<>(RedisConnection.CODEC),
            new CommandArguments().add(cursor).add("COUNT").add(some))
        .thenApply(ScanPage::of);
  }

  /** How many keys it has. */
  public CompletionStage<Long> size() {
    return node.sent(CommandType.DBSIZE, new NumberOutput(), new CommandArguments());
  }

  /** What it says of itself in a section of {@code INFO}, by name. */
  public CompletionStage<Map<String, String>> info(String section) {
    return node.sent(
            CommandType.INFO,
            new StatusOutput<>(RedisConnection.CODEC),
            new CommandArguments().add(section))
        .thenApply(PrimaryNode::facts);
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
