package dev.sojourn.rig.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One server and one Cluster of each kind, shared by all tests of a JVM: started on first use,
 * ended with the JVM. Thread-safe.
 *
 * <pre>{@code
 * @EachServer
 * class StoreIT {
 *   private final RedisServer server;
 *
 *   StoreIT(ServerKind kind) {
 *     server = SharedServers.fresh(kind);
 *   }
 * }
 * }</pre>
 */
public final class SharedServers {

  private static final System.Logger LOG = System.getLogger(SharedServers.class.getName());
  private static final Map<ServerKind, RedisServer> SERVERS = new ConcurrentHashMap<>();
  private static final Map<ServerKind, RedisCluster> CLUSTERS = new ConcurrentHashMap<>();
  private static final Set<ServerKind> REPORTED_MISSING = ConcurrentHashMap.newKeySet();

  private SharedServers() {}

  /** The server of a kind, with its current data. */
  public static RedisServer get(ServerKind kind) {
    return SERVERS.computeIfAbsent(kind, SharedServers::start);
  }

  private static RedisServer start(ServerKind kind) {
    return RedisServers.start(kind, FailureContext.RECORD_COMMANDS.toArray(String[]::new));
  }

  /** The started servers that can reply, including nodes of Clusters. */
  static Stream<RedisServer> awake() {
    return Stream.concat(
            SERVERS.values().stream(),
            CLUSTERS.values().stream().flatMap(cluster -> cluster.nodes().stream()))
        .filter(RedisServer::isAwake);
  }

  /** The server of a kind, reset: see {@link RedisServer#flush}. */
  public static RedisServer fresh(ServerKind kind) {
    RedisServer server = get(kind);
    server.flush();
    return server;
  }

  /** The Cluster of three primaries of a kind, reset: see {@link RedisCluster#flush}. */
  public static RedisCluster freshCluster(ServerKind kind) {
    RedisCluster cluster = cluster(kind);
    cluster.flush();
    return cluster;
  }

  /** The Cluster of three primaries of a kind, with its current data. */
  public static RedisCluster cluster(ServerKind kind) {
    return CLUSTERS.computeIfAbsent(kind, RedisCluster::start);
  }

  /**
   * The kinds to test on that do not have the JSON data type: those that are installed or required,
   * and not excluded, see {@link ServerKind}. The log names the missing ones.
   */
  public static Stream<ServerKind> available() {
    return Stream.of(ServerKind.values())
        .filter(kind -> !kind.hasJson())
        .filter(SharedServers::isTested);
  }

  /** As {@link #available}, the kinds that have the JSON data type. */
  public static Stream<ServerKind> withJson() {
    return Stream.of(ServerKind.values())
        .filter(ServerKind::hasJson)
        .filter(SharedServers::isTested);
  }

  private static boolean isTested(ServerKind kind) {
    if (kind.isLeftOut()) {
      return false;
    }
    boolean tested = kind.isRequired() || kind.isFound();
    if (!tested && REPORTED_MISSING.add(kind)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "not tested because it is missing: {0}. {1}",
          kind,
          kind.howToGet());
    }
    return tested;
  }
}
