package dev.sojourn.redis.nearcache;

import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.rig.fault.ClusterProxy;
import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The test rig of the near cache on a Cluster: an application server with a near cache, behind a
 * proxy for each node, and another one with neither.
 */
final class NearCluster implements AutoCloseable {

  /** Users whose sessions are on different primaries. */
  static final List<String> USERS = List.of("ada", "ben", "cy", "dan", "eve", "fay");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RedisCluster cluster;
  private final Keyspace keys = new Keyspace(KeyspaceName.SLOTTED, "");
  private final ClusterProxy proxy;
  private final RedisSessions near;
  private final RedisSessions beside;

  private NearCluster(RedisCluster cluster) {
    cluster.flush();
    this.cluster = cluster;
    this.proxy = ClusterProxy.before(cluster);
    this.near = connected(settings(proxy.userUri()).withNearCache(NearRig.QUICK));
    this.beside = connected(settings(cluster.userUri()));
  }

  /** On that Cluster, flushed. */
  static NearCluster on(RedisCluster cluster) {
    return new NearCluster(cluster);
  }

  /** Retries, because nodes that have just started may be slow. */
  private static RedisSessions connected(RedisSettings settings) {
    return await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .until(() -> RedisSessions.connect(settings), redis -> true);
  }

  RedisSessions near() {
    return near;
  }

  ClusterProxy proxy() {
    return proxy;
  }

  @Override
  public void close() {
    near.close();
    beside.close();
    proxy.close();
  }

  /** Whether an access is accepted; no while the primary is unavailable. */
  boolean accepts(Issued issued) {
    try {
      return near.sessions().access(issued.token()).isPresent();
    } catch (StoreUnavailable e) {
      return false;
    }
  }

  int revoke(Issued issued) {
    return beside.sessions().revoke(issued.session().id(), EndReason.LOGOUT).count();
  }

  /** Creates a session that is not cached. */
  Issued login(String user) {
    return beside.sessions().create(NewSession.of(user)).orElseThrow();
  }

  /** Creates a session and waits until it is cached. */
  Issued cached(String user) {
    Issued issued =
        await().atMost(PATIENCE).ignoreExceptions().until(() -> login(user), one -> true);
    awaitHit(issued);
    return issued;
  }

  /** Accesses a live session until the access is a hit. */
  void awaitHit(Issued issued) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long before = hits();
              return accepts(issued) && hits() > before;
            });
  }

  long hits() {
    return near.nearCacheState().hits();
  }

  /** A user whose sessions are on another primary. */
  String elsewhere(Issued issued) {
    return USERS.stream()
        .filter(user -> primary(keys.index(user)) != primary(issued))
        .findFirst()
        .orElseThrow();
  }

  /** A user whose sessions are on the same primary, in another slot. */
  String neighbour(Issued issued) {
    return IntStream.iterate(0, n -> n + 1)
        .mapToObj(n -> "neighbour " + n)
        .filter(user -> primary(keys.index(user)) == primary(issued))
        .filter(user -> cluster.slotOf(keys.index(user)) != cluster.slotOf(key(issued)))
        .findFirst()
        .orElseThrow();
  }

  String key(Issued issued) {
    return keys.session(issued.session().id()).orElseThrow();
  }

  RedisServer primary(Issued issued) {
    return primary(key(issued));
  }

  private RedisServer primary(String key) {
    return cluster.primaryOf(key);
  }

  boolean isServedByAnother(Issued issued, RedisServer old) {
    return cluster.nodes().stream()
        .filter(node -> node != old)
        .anyMatch(
            node -> {
              try {
                return Long.valueOf(1).equals(node.call("EXISTS", key(issued)));
              } catch (RuntimeException e) {
                return false;
              }
            });
  }

  void awaitReplicated() {
    cluster.primaries().forEach(node -> node.call("WAIT", "1", "10000"));
  }

  private static RedisSettings settings(String uri) {
    return RedisSettings.of(uri).withKeyspace(KeyspaceName.SLOTTED);
  }
}
