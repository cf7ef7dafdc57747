package dev.sojourn.rig.server;

import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Cluster of three primaries, each with a third of the slots, optionally with a replica each. All
 * nodes have the same users and passwords. It takes a few seconds to start; a node counts as failed
 * when it has not answered for two seconds. Thread-safe.
 */
public final class RedisCluster implements AutoCloseable {

  /** The number of slots of every cluster. */
  public static final int SLOTS = 16_384;

  private static final int PRIMARIES = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final List<RedisServer> nodes;

  private RedisCluster(List<RedisServer> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /** Starts three primaries and waits until all agree that the cluster works. */
  public static RedisCluster start(ServerKind kind) {
    return start(kind, PRIMARIES);
  }

  /** The same with a synchronized replica of each primary. */
  public static RedisCluster startWithReplicas(ServerKind kind) {
    return start(kind, 2 * PRIMARIES);
  }

  /** All nodes in the order of their start; the first three started as primaries. */
  public List<RedisServer> nodes() {
    return nodes;
  }

  /** The nodes that are primaries now, except dead and frozen ones. */
  public List<RedisServer> primaries() {
    return awake().filter(RedisCluster::isPrimary).toList();
  }

  /** {@code redis-cluster://sojourn:…@127.0.0.1:port,127.0.0.1:port,…}. */
  public String userUri() {
    return uri(Credentials.USER, nodes.get(0).credentials().user());
  }

  /** The same as the user {@code sojourn-maintenance}. */
  public String maintenanceUri() {
    return uri(Credentials.MAINTENANCE, nodes.get(0).credentials().maintenance());
  }

  /** The same as the user {@code sojourn-migrate}. */
  public String migrateUri() {
    return uri(Credentials.MIGRATE, nodes.get(0).credentials().migrate());
  }

  private String uri(String user, String password) {
    return "redis-cluster://"
        + user
        + ":"
        + password
        + "@"
        + nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
  }

  /** The slot of a key. */
  public int slotOf(String key) {
    return Math.toIntExact((Long) callAny("CLUSTER", "KEYSLOT", key));
  }

  /** The node that serves a slot now, as the others see it. */
  public RedisServer primaryOf(int slot) {
    return ((List<?>) callAny("CLUSTER", "SLOTS"))
        .stream()
            .map(range -> (List<?>) range)
            .filter(range -> (Long) range.get(0) <= slot && slot <= (Long) range.get(1))
            .map(range -> (List<?>) range.get(2))
            .map(address -> nodeAt((Long) address.get(1)))
            .findAny()
            .orElseThrow(() -> new IllegalStateException("no node serves slot " + slot));
  }

  /** The node that serves a key now. */
  public RedisServer primaryOf(String key) {
    return primaryOf(slotOf(key));
  }

  /** The move of a slot, to be made step by step. */
  public SlotMove move(int slot, RedisServer to) {
    return new SlotMove(this, slot, primaryOf(slot), to);
  }

  /** Moves a slot with its keys. */
  public void moveSlot(int slot, RedisServer to) {
    move(slot, to).setImporting().setMigrating().migrateKeys().setNode();
  }

  /**
   * Waits until every node, except dead and frozen ones, reports that the Cluster is ok, is
   * connected to each other, and all replicas are synchronized.
   */
  public void awaitOk() {
    await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> awake().allMatch(this::isOk));
  }

  /** Resets it for the next test; slots stay where they are. */
  public void flush() {
    nodes.forEach(RedisServer::wake);
    awaitOk();
    primaries().forEach(RedisServer::flush);
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }

  private static RedisCluster start(ServerKind kind, int size) {
    ServerConfig config = new ServerConfig(Credentials.random(), true, settings());
    List<RedisServer> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < size; i++) {
        nodes.add(RedisServers.start(kind, config));
      }
      RedisCluster cluster = new RedisCluster(nodes);
      cluster.join();
      return cluster;
    } catch (RuntimeException | Error e) {
      nodes.forEach(RedisServer::close);
      throw e;
    }
  }

  private static List<String> settings() {
    List<String> settings = new ArrayList<>(FailureContext.RECORD_COMMANDS);
    settings.add("cluster-enabled yes");
    settings.add("cluster-node-timeout 2000");
    settings.add("repl-diskless-sync-delay 0");
    return settings;
  }

  private void join() {
    // Epochs must differ; nodes that have to resolve equal ones take a second for each.
    IntStream.range(0, nodes.size())
        .forEach(i -> nodes.get(i).call("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1)));
    for (int i = 0; i < PRIMARIES; i++) {
      String first = String.valueOf(SLOTS * i / PRIMARIES);
      String last = String.valueOf(SLOTS * (i + 1) / PRIMARIES - 1);
      nodes.get(i).call("CLUSTER", "ADDSLOTSRANGE", first, last);
    }
    nodes.forEach(node -> nodes.get(0).call("CLUSTER", "MEET", "127.0.0.1", node.port() + ""));
    awaitOk();
    for (int i = PRIMARIES; i < nodes.size(); i++) {
      nodes.get(i).call("CLUSTER", "REPLICATE", id(nodes.get(i - PRIMARIES)));
    }
    awaitOk();
    awaitConfirmations();
  }

  /** A primary learns with a delay that its replica is synchronized. */
  private void awaitConfirmations() {
    int replicas = nodes.size() / PRIMARIES - 1;
    await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> primaries().stream().allMatch(node -> node.isConfirmedBy(replicas)));
  }

  public static String id(RedisServer node) {
    return String.valueOf(node.call("CLUSTER", "MYID"));
  }

  private boolean isOk(RedisServer node) {
    try (RespClient client = node.connect()) {
      String cluster = client.text("CLUSTER", "INFO");
      String replication = client.text("INFO", "replication");
      return cluster.contains("cluster_state:ok")
          && cluster.contains("cluster_known_nodes:" + nodes.size())
          && connected(client) >= awake().count()
          && !replication.contains("master_link_status:down");
    }
  }

  /** Links to other nodes; without one, messages to that node are lost. */
  private static long connected(RespClient client) {
    return client
        .text("CLUSTER", "NODES")
        .lines()
        .filter(node -> node.contains(" connected"))
        .count();
  }

  private static boolean isPrimary(RedisServer node) {
    try (RespClient client = node.connect()) {
      return client.texts("ROLE").get(0).equals("master");
    }
  }

  private Stream<RedisServer> awake() {
    return nodes.stream().filter(RedisServer::isAwake);
  }

  private Object callAny(String... command) {
    RedisServer node =
        awake()
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("every node is dead or frozen"));
    return Objects.requireNonNull(node.call(command));
  }

  private RedisServer nodeAt(long port) {
    return nodes.stream()
        .filter(node -> node.port() == port)
        .findAny()
        .orElseThrow(() -> new IllegalStateException("not a node of ours: port " + port));
  }
}
