package dev.sojourn.rig.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One server, and one cluster, of each kind for all tests of a JVM: started when first asked for,
 * gone with the JVM. Thread-safe.
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

  /** The server of that kind, with whatever is in it. */
  public static RedisServer get(ServerKind kind) {
    return SERVERS.computeIfAbsent(kind, SharedServers::start);
  }

  private static RedisServer start(ServerKind kind) {
    return RedisServers.start(kind, FailureContext.RECORD_COMMANDS.toArray(String[]::new));
  }

  /** Those that were asked for and can answer, and the nodes of such clusters. */
  static Stream<RedisServer> awake() {
    return Stream.concat(
            SERVERS.values().stream(),
            CLUSTERS.values().stream().flatMap(cluster -> cluster.nodes().stream()))
        .filter(RedisServer::isAwake);
  }

  /** The server of that kind, as good as new: see {@link RedisServer#flush}. */
  public static RedisServer fresh(ServerKind kind) {
    RedisServer server = get(kind);
    server.flush();
    return server;
  }

  /**
   * The cluster of three primaries of that kind, as good as new: see {@link RedisCluster#flush}.
   */
  public static RedisCluster freshCluster(ServerKind kind) {
    RedisCluster cluster = cluster(kind);
    cluster.flush();
    return cluster;
  }

  /** The cluster of three primaries of that kind, with whatever is in it. */
  public static RedisCluster cluster(ServerKind kind) {
    return CLUSTERS.computeIfAbsent(kind, RedisCluster::start);
  }

  /**
   * The kinds to test on, without the JSON data type: of those that {@link ServerKind} does not
   * leave out, those that are here, and those that must be, whose tests then fail. The log names
   * the missing ones.
   */
  public static Stream<ServerKind> available() {
    return Stream.of(ServerKind.values())
        .filter(kind -> !kind.hasJson())
        .filter(SharedServers::isTested);
  }

  /** As {@link #available}, the servers that have the JSON data type too. */
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
