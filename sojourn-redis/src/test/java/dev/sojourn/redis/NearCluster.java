package dev.sojourn.redis;

import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.NewSession;
import dev.sojourn.Opened;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.RedisSettings.KeyspaceName;
import dev.sojourn.testkit.ClusterProxy;
import dev.sojourn.testkit.RedisCluster;
import dev.sojourn.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A server that keeps sessions of a Cluster near and reaches its nodes through proxies, and another
 * one beside it, which does neither.
 */
final class NearCluster implements AutoCloseable {

  /** Their sessions lie on different primaries. */
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

  /** On a Cluster that is made as good as new. */
  static NearCluster on(RedisCluster cluster) {
    return new NearCluster(cluster);
  }

  /** While all nodes begin anew they may be slow. */
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

  /** While a primary is missing nobody can say whether a session is live. */
  boolean accepts(Opened opened) {
    try {
      return near.sessions().access(opened.token()).isPresent();
    } catch (StoreUnavailable e) {
      return false;
    }
  }

  int revoke(Opened opened) {
    return beside.sessions().revoke(opened.session().id(), EndReason.LOGOUT).count();
  }

  /** A session that is not kept. */
  Opened login(String user) {
    return beside.sessions().create(NewSession.of(user)).orElseThrow();
  }

  /** A session that is kept near. */
  Opened kept(String user) {
    Opened opened =
        await().atMost(PATIENCE).ignoreExceptions().until(() -> login(user), one -> true);
    keep(opened);
    return opened;
  }

  void keep(Opened opened) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long before = hits();
              return accepts(opened) && hits() > before;
            });
  }

  long hits() {
    return near.near().counted().hits();
  }

  /** A user whose sessions lie on another primary. */
  String elsewhere(Opened opened) {
    return USERS.stream()
        .filter(user -> primary(keys.index(user)) != primary(opened))
        .findFirst()
        .orElseThrow();
  }

  /** Another user, whose sessions lie on the same primary in another slot. */
  String neighbour(Opened opened) {
    return IntStream.iterate(0, n -> n + 1)
        .mapToObj(n -> "neighbour " + n)
        .filter(user -> primary(keys.index(user)) == primary(opened))
        .filter(user -> cluster.slotOf(keys.index(user)) != cluster.slotOf(key(opened)))
        .findFirst()
        .orElseThrow();
  }

  String key(Opened opened) {
    return keys.session(opened.session().id()).orElseThrow();
  }

  RedisServer primary(Opened opened) {
    return primary(key(opened));
  }

  private RedisServer primary(String key) {
    return cluster.primaryOf(key);
  }

  boolean isServedByAnother(Opened opened, RedisServer old) {
    return cluster.nodes().stream()
        .filter(node -> node != old)
        .anyMatch(
            node -> {
              try {
                return Long.valueOf(1).equals(node.call("EXISTS", key(opened)));
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
