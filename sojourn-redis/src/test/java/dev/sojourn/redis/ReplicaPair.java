package dev.sojourn.redis;

import static org.awaitility.Awaitility.await;

import dev.sojourn.testkit.FaultProxy;
import dev.sojourn.testkit.RedisServer;
import dev.sojourn.testkit.RedisServers;
import dev.sojourn.testkit.RespClient;
import dev.sojourn.testkit.ServerKind;
import dev.sojourn.testkit.SharedServers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A primary and its replica, with a proxy between them on which things go wrong. */
final class ReplicaPair implements AutoCloseable {

  private final RedisServer primary;
  private final RedisServer replica;
  private final FaultProxy link;

  private ReplicaPair(RedisServer primary, RedisServer replica, FaultProxy link) {
    this.primary = primary;
    this.replica = replica;
    this.link = link;
  }

  /** Servers that replicate each in their way: Debian's is the same Redis as the embedded one. */
  static Stream<ServerKind> kinds() {
    return SharedServers.available().filter(kind -> kind != ServerKind.REDIS_DEBIAN);
  }

  static ReplicaPair start(ServerKind kind) {
    RedisServer primary = RedisServers.start(kind, "repl-diskless-sync-delay 0");
    RedisServer replica = RedisServers.start(kind, "masterauth " + password(primary));
    return new ReplicaPair(primary, replica, FaultProxy.before(primary));
  }

  RedisServer primary() {
    return primary;
  }

  RedisServer replica() {
    return replica;
  }

  /** What the replica hears goes through here. */
  FaultProxy link() {
    return link;
  }

  /** Sessions on the primary. */
  RedisSettings settings(Duration commandTimeout) {
    return RedisSettings.of(primary.userUri()).withCommandTimeout(commandTimeout);
  }

  /** Makes it as good as new: both run, empty, in step, and the primary knows all scripts. */
  void heal() {
    link.clear();
    primary.flush();
    AllScripts.teach(primary);
    String port = "" + URI.create(link.adminUri()).getPort();
    replica.call("REPLICAOF", "127.0.0.1", port);
    await().pollInterval(Duration.ofMillis(50)).until(() -> primary.isConfirmedBy(1));
  }

  /** The primary is lost, and the replica takes its place: sessions on it. */
  RedisSessions failOver(Duration commandTimeout) {
    primary.kill();
    replica.call("REPLICAOF", "NO", "ONE");
    return RedisSessions.connect(
        RedisSettings.of(replica.userUri()).withCommandTimeout(commandTimeout));
  }

  /** The connection that waits for the replica. */
  Optional<String> waiting() {
    return clients().stream()
        .filter(client -> client.contains("cmd=wait"))
        .map(client -> client.replaceFirst("^id=(\\d+) .*$", "$1"))
        .findAny();
  }

  /** How many connections sessions have to the primary. */
  int connections() {
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
