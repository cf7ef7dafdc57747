package dev.sojourn.rig.server;

import dev.sojourn.rig.resp.RespClient;
import java.util.ArrayList;
import java.util.List;

/**
 * The move of a slot from one node to another in its four steps, so that a test can stop in
 * between: after the second one a missing key gets {@code ASK}, and while only some keys are
 * migrated a command on keys of both nodes gets {@code TRYAGAIN}. Thread-safe.
 *
 * <pre>{@code
 * SlotMove move = cluster.move(slot, to).setImporting().setMigrating().migrate(key);
 * }</pre>
 */
public final class SlotMove {

  private static final String BATCH = "100";
  private static final String TIMEOUT_MILLIS = "5000";

  private final RedisCluster cluster;
  private final String slot;
  private final RedisServer from;
  private final RedisServer to;

  SlotMove(RedisCluster cluster, int slot, RedisServer from, RedisServer to) {
    this.cluster = cluster;
    this.slot = String.valueOf(slot);
    this.from = from;
    this.to = to;
  }

  /** First step: the new node serves requests with {@code ASKING}. */
  public SlotMove setImporting() {
    to.call("CLUSTER", "SETSLOT", slot, "IMPORTING", RedisCluster.id(from));
    return this;
  }

  /** Second step: the old node redirects requests for keys that it does not have. */
  public SlotMove setMigrating() {
    from.call("CLUSTER", "SETSLOT", slot, "MIGRATING", RedisCluster.id(to));
    return this;
  }

  /** A part of the third step: migrates these keys only. */
  public SlotMove migrate(String... keys) {
    List<String> command =
        new ArrayList<>(
            List.of("MIGRATE", "127.0.0.1", String.valueOf(to.port()), "", "0", TIMEOUT_MILLIS));
    command.addAll(List.of("AUTH2", Credentials.ADMIN, to.credentials().admin(), "KEYS"));
    command.addAll(List.of(keys));
    from.call(command.toArray(String[]::new));
    return this;
  }

  /** Third step: migrates all keys. */
  public SlotMove migrateKeys() {
    for (List<String> keys = keys(); !keys.isEmpty(); keys = keys()) {
      migrate(keys.toArray(String[]::new));
    }
    return this;
  }

  /**
   * Fourth step: informs every primary, the new one first, so that the slot always has an owner.
   */
  public SlotMove setNode() {
    String id = RedisCluster.id(to);
    List<RedisServer> primaries = new ArrayList<>(List.of(to, from));
    cluster.primaries().stream().filter(node -> !primaries.contains(node)).forEach(primaries::add);
    primaries.forEach(node -> node.call("CLUSTER", "SETSLOT", slot, "NODE", id));
    return this;
  }

  /** Abandons the move on both nodes. Migrated keys stay where they are. */
  public void abandon() {
    List.of(from, to).forEach(node -> node.call("CLUSTER", "SETSLOT", slot, "STABLE"));
  }

  private List<String> keys() {
    try (RespClient client = from.connect()) {
      return client.texts("CLUSTER", "GETKEYSINSLOT", slot, BATCH);
    }
  }
}
