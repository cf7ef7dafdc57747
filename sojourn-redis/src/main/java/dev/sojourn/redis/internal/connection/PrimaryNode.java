package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.CommandArguments;
import dev.sojourn.redis.internal.codec.KeyValueCodec;
import dev.sojourn.redis.internal.codec.NumberOutput;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.output.KeyScanOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server that has keys of its own: the only server, or one primary of a Cluster. Thread-safe. */
public final class PrimaryNode {

  private final CommandDispatcher dispatcher;

  private PrimaryNode(CommandDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** The servers behind a connection; of a Cluster, the primaries that have slots. */
  static CompletionStage<List<PrimaryNode>> of(CommandDispatcher dispatcher) {
    if (!(dispatcher.connection()
        instanceof StatefulRedisClusterConnection<String, byte[]> cluster)) {
      return CompletableFuture.completedStage(List.of(new PrimaryNode(dispatcher)));
    }
    List<CompletableFuture<PrimaryNode>> nodes =
        cluster.getPartitions().stream()
            .filter(node -> node.getRole().isUpstream() && !node.hasNoSlots())
            .map(node -> of(dispatcher, cluster, node))
            .toList();
    return BatchCommands.all(nodes);
  }

  /** Uses the connection that {@link ClusterNodes} opened ahead. */
  private static CompletableFuture<PrimaryNode> of(
      CommandDispatcher dispatcher,
      StatefulRedisClusterConnection<String, byte[]> cluster,
      RedisClusterNode node) {
    return cluster
        .getConnectionAsync(node.getUri().getHost(), node.getUri().getPort())
        .thenApply(connection -> new PrimaryNode(dispatcher.on(connection)));
  }

  /**
   * Scans for keys that match a pattern.
   *
   * @param pattern a constant of Sojourn, never user input
   * @param count about how many keys the server looks at
   */
  public CompletionStage<ScanPage> keys(String cursor, String pattern, int count) {
    return scan(
        new CommandArguments().add(cursor).add("MATCH").add(pattern).add("COUNT").add(count));
  }

  /**
   * Scans all keys.
   *
   * @param count about how many keys the server looks at
   */
  public CompletionStage<ScanPage> keys(String cursor, int count) {
    return scan(new CommandArguments().add(cursor).add("COUNT").add(count));
  }

  private CompletionStage<ScanPage> scan(CommandArgs<String, byte[]> args) {
    return dispatcher
        .execute(CommandType.SCAN, new KeyScanOutput<>(KeyValueCodec.INSTANCE), args)
        .thenApply(ScanPage::of);
  }

  /** How many keys the server has. */
  public CompletionStage<Long> size() {
    return dispatcher.execute(CommandType.DBSIZE, new NumberOutput(), new CommandArguments());
  }

  /** The fields of a section of {@code INFO}, by name. */
  public CompletionStage<Map<String, String>> info(String section) {
    return dispatcher
        .execute(
            CommandType.INFO,
            new StatusOutput<>(KeyValueCodec.INSTANCE),
            new CommandArguments().add(section))
        .thenApply(PrimaryNode::fields);
  }

  /** Whether the server replies, and how long that takes. */
  public CompletionStage<String> ping() {
    return dispatcher.ping();
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> fields.put(pair[0], pair[1]));
    return fields;
  }
}
