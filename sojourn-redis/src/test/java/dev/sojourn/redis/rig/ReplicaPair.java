package dev.sojourn.redis.rig;

import static org.awaitility.Awaitility.await;

import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.fault.FaultProxy;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.RedisServers;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A primary and its replica, with a fault proxy between them. */
public final class ReplicaPair implements AutoCloseable {

  private final RedisServer primary;
  private final RedisServer replica;
  private final FaultProxy link;

  private ReplicaPair(RedisServer primary, RedisServer replica, FaultProxy link) {
    this.primary = primary;
    this.replica = replica;
    this.link = link;
  }

  /** The kinds to test on; Debian's is the same Redis as the embedded one. */
  static Stream<ServerKind> kinds() {
    return SharedServers.available()
        .filter(kind -> kind != ServerKind.REDIS_DEBIAN || kind.isChosen());
  }

  public static ReplicaPair start(ServerKind kind) {
    RedisServer primary = RedisServers.start(kind, "repl-diskless-sync-delay 0");
    RedisServer replica = RedisServers.start(kind, "masterauth " + password(primary));
    return new ReplicaPair(primary, replica, FaultProxy.before(primary));
  }

  public RedisServer primary() {
    return primary;
  }

  public RedisServer replica() {
    return replica;
  }

  /** The proxy of the replication link. */
  public FaultProxy link() {
    return link;
  }

  /** Sessions on the primary. */
  public RedisSettings settings(Duration commandTimeout) {
    return RedisSettings.of(primary.userUri()).withCommandTimeout(commandTimeout);
  }

  /** Resets the pair: both run, are empty and synchronized, and the primary has all scripts. */
  public void heal() {
    link.clear();
    primary.flush();
    AllScripts.teach(primary);
    String port = "" + URI.create(link.adminUri()).getPort();
    replica.call("REPLICAOF", "127.0.0.1", port);
    await().pollInterval(Duration.ofMillis(50)).until(() -> primary.isConfirmedBy(1));
  }

  /** Kills the primary and promotes the replica; returns sessions on it. */
  public RedisSessions failOver(Duration commandTimeout) {
    primary.kill();
    replica.call("REPLICAOF", "NO", "ONE");
    return RedisSessions.connect(
        RedisSettings.of(replica.userUri()).withCommandTimeout(commandTimeout));
  }

  /** The id of the connection that is blocked in {@code WAIT}. */
  public Optional<String> waiting() {
    return clients().stream()
        .filter(client -> client.contains("cmd=wait"))
        .map(client -> client.replaceFirst("^id=(\\d+) .*$", "$1"))
        .findAny();
  }

  /** The number of connections of sessions to the primary. */
  public int connections() {
    return (int) clients().stream().filter(client -> client.contains("user=sojourn")).count();
  }

  @Override
  public void close() {
    link.close();
    replica.close();
    primary.close();
  }

  private List<String> clients() {
    try (RespClient admin = primary.connect()) {
      return admin.text("CLIENT", "LIST").lines().toList();
    }
  }

  private static String password(RedisServer server) {
    return URI.create(server.adminUri()).getUserInfo().split(":", 2)[1];
  }
}
