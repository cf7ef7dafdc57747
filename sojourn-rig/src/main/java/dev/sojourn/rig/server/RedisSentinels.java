package dev.sojourn.rig.server;

import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A primary, its replica, and three sentinels, two of which must agree on a failover; all as
 * processes.
 */
public final class RedisSentinels implements AutoCloseable {

  private static final int SENTINELS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final List<RedisServer> servers;
  private final List<Sentinel> sentinels;

  private RedisSentinels(List<RedisServer> servers, List<Sentinel> sentinels) {
    this.servers = servers;
    this.sentinels = sentinels;
  }

  /** Starts all, and waits until the sentinels know each other and the replica. */
  public static RedisSentinels start(ServerKind kind) {
    Credentials credentials = Credentials.random();
    RedisServer primary =
        RedisServers.start(
            kind, new ServerConfig(credentials, false, List.of("repl-diskless-sync-delay 0")));
    RedisServer replica =
        RedisServers.start(
            kind,
            new ServerConfig(credentials, false, List.of("replicaof 127.0.0.1 " + primary.port())));
    awaitThat(() -> isSynchronized(primary));
    List<Sentinel> sentinels =
        IntStream.range(0, SENTINELS).mapToObj(n -> Sentinel.start(kind, primary)).toList();
    RedisSentinels all = new RedisSentinels(List.of(primary, replica), sentinels);
    awaitThat(() -> sentinels.stream().allMatch(one -> one.knows(SENTINELS - 1, 1)));
    return all;
  }

  /** {@code redis-sentinel://sojourn:…@127.0.0.1:port,…#name}, of all sentinels, dead or alive. */
  public String userUri() {
    String addresses = sentinels.stream().map(Sentinel::address).collect(Collectors.joining(","));
    String password = servers.get(0).credentials().user();
    return "redis-sentinel://%s:%s@%s#%s"
        .formatted(Credentials.USER, password, addresses, Sentinel.NAME);
  }

  /** The current primary, according to the sentinels. */
  public RedisServer primary() {
    int port = sentinels.stream().filter(Sentinel::isAlive).findFirst().orElseThrow().primary();
    return servers.stream().filter(server -> server.port() == port).findAny().orElseThrow();
  }

  /** The server that is not the primary. */
  public RedisServer replica() {
    RedisServer primary = primary();
    return servers.stream().filter(server -> server != primary).findAny().orElseThrow();
  }

  /** Kills the first sentinels. */
  public void killSentinels(int count) {
    sentinels.subList(0, count).forEach(Sentinel::kill);
  }

  /** Freezes the first sentinel, which then accepts connections and does not reply. */
  public void freezeSentinel() {
    sentinels.get(0).freeze();
  }

  /** Kills the primary, and waits until the sentinels have promoted the replica. */
  public void failOver() {
    RedisServer lost = primary();
    lost.kill();
    awaitThat(() -> primary() != lost);
  }

  /**
   * Restarts the other server as the primary's replica, and waits until it is synchronized. On a
   * busy machine the sentinels may fail over again meanwhile.
   */
  public void heal() {
    RedisServer lost = replica();
    lost.restart();
    lost.call("REPLICAOF", "127.0.0.1", "" + primary().port());
    awaitThat(() -> isSynchronized(primary()));
  }

  @Override
  public void close() {
    sentinels.forEach(Sentinel::close);
    servers.forEach(RedisServer::close);
  }

  private static boolean isSynchronized(RedisServer primary) {
    try (RespClient admin = primary.connect()) {
      admin.call("SET", "synchronized", "1", "PX", "1000");
      return admin.number("WAIT", "1", "100") == 1;
    }
  }

  private static void awaitThat(Callable<Boolean> condition) {
    await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions() // a server may just be stopping
        .until(condition);
  }
}
