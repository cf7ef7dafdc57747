package dev.sojourn.rig.server;

import java.util.List;
import java.util.stream.Stream;

/**
 * Starts real servers as processes: on a free port of the loopback interface, in a private
 * directory, without persistence. They end with this JVM, even if it is killed. Thread-safe.
 *
 * <p>For one server that many tests share, see {@link SharedServers}.
 */
public final class RedisServers {

  private static final int PORTS_TO_TRY = 5;

  private RedisServers() {}

  /**
   * Starts a server and waits until it answers.
   *
   * @param kind which server; if it is missing, the test is skipped, or fails if it is required
   * @param more lines of {@code redis.conf}, such as {@code maxmemory 10mb}
   */
  public static RedisServer start(ServerKind kind, String... more) {
    return start(kind, new ServerConfig(Credentials.random(), false, List.of(more)));
  }

  /** The same with the users and passwords of another server, as in a group of replicas. */
  public static RedisServer startLike(RedisServer other, ServerKind kind, String... more) {
    return start(kind, new ServerConfig(other.credentials(), false, List.of(more)));
  }

  /** The same in an environment other than the loopback interface. */
  static RedisServer start(ServerKind kind, Environment environment, String... more) {
    List<String> lines = Stream.concat(Stream.of("bind 0.0.0.0"), Stream.of(more)).toList();
    return start(kind, new ServerConfig(Credentials.random(), false, lines), environment);
  }

  static RedisServer start(ServerKind kind, ServerConfig config) {
    return start(kind, config, Environment.LOOPBACK);
  }

  private static RedisServer start(ServerKind kind, ServerConfig config, Environment environment) {
    ServerBinary binary = ServerBinary.of(kind);
    for (int attempt = 1; ; attempt++) {
      RedisServer server = new RedisServer(binary, config, environment, FreePorts.free());
      try {
        server.launch();
        return server;
      } catch (IllegalStateException e) {
        boolean portTaken = server.log().contains("Failed listening on port");
        server.close();
        if (!portTaken || attempt == PORTS_TO_TRY) {
          throw e;
        }
      }
    }
  }
}
