package dev.sojourn.rig.server;

import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.resp.RespError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Redis or Valkey server as a process, with its users: {@code admin} for tests to inspect it, and
 * those of Sojourn with the rights in their ACL files for the code under test. It keeps its port,
 * passwords and directory over kill and restart. Thread-safe.
 */
public final class RedisServer implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(2);

  private final ServerBinary binary;
  private final ServerConfig config;
  private final Environment environment;
  private final int port;
  private final Path directory = Watchdog.newDirectory();
  private @Nullable ServerProcess process;
  private boolean frozen;

  RedisServer(ServerBinary binary, ServerConfig config, Environment environment, int port) {
    this.binary = binary;
    this.config = config;
    this.environment = environment;
    this.port = port;
  }

  /** Its address: 127.0.0.1, except in a {@link NetworkNamespace}. */
  public String host() {
    return environment.host();
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** {@code host:port}. */
  public String address() {
    return host() + ":" + port;
  }

  /** The id of its process. */
  public synchronized long pid() {
    return running().pid();
  }

  /** {@code redis://admin:…@127.0.0.1:port}, with all rights. */
  public String adminUri() {
    return uri(Credentials.ADMIN, config.credentials().admin());
  }

  /** {@code redis://sojourn:…@127.0.0.1:port}, with the rights in {@code sojourn.acl}. */
  public String userUri() {
    return uri(Credentials.USER, config.credentials().user());
  }

  /**
   * {@code redis://sojourn-maintenance:…@127.0.0.1:port}, with the rights in {@code
   * sojourn-maintenance.acl}.
   */
  public String maintenanceUri() {
    return uri(Credentials.MAINTENANCE, config.credentials().maintenance());
  }

  /** The same for the user {@code sojourn-migrate} and its file. */
  public String migrateUri() {
    return uri(Credentials.MIGRATE, config.credentials().migrate());
  }

  /** A new connection as admin; the caller closes it. */
  public RespClient connect() {
    return RespClient.connect(adminUri());
  }

  /** Calls one command as admin, on a new connection; replies are as in {@link RespClient}. */
  public @Nullable Object call(String... command) {
    try (RespClient client = connect()) {
      return client.call(command);
    }
  }

  /** Its log so far. */
  public String log() {
    try {
      return Files.exists(logFile()) ? Files.readString(logFile()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + logFile(), e);
    }
  }

  /** Whether its process is alive, even if frozen. */
  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Kills it with SIGKILL, like a crash; its directory stays. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
    }
    frozen = false;
  }

  /** Kills and restarts it on the same port; it is empty unless it is configured to persist. */
  public synchronized void restart() {
    kill();
    launch();
  }

  /** Stops its process with SIGSTOP: connections stay open, and it does not reply. */
  public synchronized void freeze() {
    running().freeze();
    frozen = true;
  }

  /** Resumes a frozen server; it replies to what was sent meanwhile. */
  public synchronized void thaw() {
    running().thaw();
    frozen = false;
  }

  /** Whether that many replicas confirm a write; waits 100 ms for them. */
  public boolean isConfirmedBy(int replicas) {
    try (RespClient client = connect()) {
      client.call("FUNCTION", "FLUSH"); // a write without a key; no test has functions
      return client.number("WAIT", "" + replicas, "100") >= replicas;
    }
  }

  /**
   * Resets it for the next test: running, not paused, without keys and scripts. A test must itself
   * revert what it changed by {@code CONFIG SET} or {@code ACL}.
   */
  public synchronized void flush() {
    wake();
    try {
      empty();
    } catch (UncheckedIOException e) {
      // Paused: CLIENT PAUSE ALL also blocks CLIENT UNPAUSE.
      restart();
      empty();
    }
  }

  /** Kills it and deletes its directory. Closing it twice has no effect. */
  @Override
  public synchronized void close() {
    kill();
    delete(directory);
  }

  @Override
  public String toString() {
    return binary.path().getFileName() + " on " + address();
  }

  Path directory() {
    return directory;
  }

  public Credentials credentials() {
    return config.credentials();
  }

  synchronized void launch() {
    ServerProcess started =
        ServerProcess.launch(
            environment.command(binary.path()),
            directory,
            logFile().toFile(),
            config.text(port, binary));
    process = started;
    environment.settle(started.pid());
    try {
      await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .atMost(START_TIMEOUT)
          .until(() -> answers() || !started.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(this + " does not answer; its log:\n" + log(), e);
    }
    if (!started.isAlive()) {
      throw new IllegalStateException(this + " does not start; its log:\n" + log());
    }
  }

  synchronized boolean isAwake() {
    return isRunning() && !frozen;
  }

  public synchronized void wake() {
    if (!isRunning()) {
      restart();
    } else if (frozen) {
      thaw();
    }
  }

  private void empty() {
    try (RespClient client = RespClient.connect(adminUri(), FLUSH_TIMEOUT)) {
      client.call("CLIENT", "UNPAUSE");
      client.call("FLUSHALL");
      client.call("SCRIPT", "FLUSH");
    }
  }

  private boolean answers() {
    try {
      return "PONG".equals(call("PING"));
    } catch (UncheckedIOException | RespError e) {
      // not listening yet, or still loading
      return false;
    }
  }

  private ServerProcess running() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException(this + " is not running");
    }
    return process;
  }

  private String uri(String user, String password) {
    return "redis://" + user + ":" + password + "@" + address();
  }

  private Path logFile() {
    return directory.resolve("server.log");
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
