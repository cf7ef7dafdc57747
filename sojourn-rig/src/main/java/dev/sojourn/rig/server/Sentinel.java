package dev.sojourn.rig.server;

import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A sentinel's process. It rewrites its configuration, which is therefore a file, in a private
 * directory.
 */
final class Sentinel implements AutoCloseable {

  /** The name of the monitored group. */
  static final String NAME = "sojourn";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final int port;
  private final ServerProcess process;

  private Sentinel(int port, ServerProcess process) {
    this.port = port;
    this.process = process;
  }

  /** Starts a sentinel for a primary, with the program of that kind of server. */
  static Sentinel start(ServerKind kind, RedisServer primary) {
    int port = FreePorts.free();
    Path directory = Watchdog.newDirectory();
    Path config = directory.resolve("sentinel.conf");
    try {
      Files.writeString(config, config(port, directory, primary));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + config, e);
    }
    String program = ServerBinary.of(kind).path().toString();
    Sentinel sentinel =
        new Sentinel(
            port,
            ServerProcess.launch(
                List.of(program, config.toString(), "--sentinel"),
                directory,
                directory.resolve("sentinel.log").toFile(),
                ""));
    await()
        .atMost(START_TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptions() // not listening yet
        .until(() -> sentinel.primary() == primary.port());
    return sentinel;
  }

  private static String config(int port, Path directory, RedisServer primary) {
    return """
    port %d
    bind 127.0.0.1
    dir %s
    sentinel monitor %s 127.0.0.1 %d 2
    sentinel auth-user %3$s admin
    sentinel auth-pass %3$s %s
    sentinel down-after-milliseconds %3$s 1000
    sentinel failover-timeout %3$s 3000
    """
        .formatted(port, directory, NAME, primary.port(), primary.credentials().admin());
  }

  /** {@code host:port}. */
  String address() {
    return "127.0.0.1:" + port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.kill();
  }

  void freeze() {
    process.freeze();
  }

  /** The port of the current primary, according to this sentinel. */
  int primary() {
    try (RespClient client = connect()) {
      List<String> address = client.texts("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
      return Integer.parseInt(address.get(1));
    }
  }

  /** Whether it knows that many other sentinels and replicas. */
  boolean knows(int others, int replicas) {
    try (RespClient client = connect()) {
      return count(client, "SENTINELS") == others && count(client, "REPLICAS") == replicas;
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static int count(RespClient client, String what) {
    return client.call("SENTINEL", what, NAME) instanceof List<?> list ? list.size() : 0;
  }

  private RespClient connect() {
    return RespClient.connect("redis://" + address());
  }
}
