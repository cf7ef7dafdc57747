package dev.sojourn.server.internal.tryout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A private Redis or Valkey for trying out: on the loopback address, with a random port and
 * password, without persistence. It ends with this process, however that ends.
 */
public final class PrivateRedis implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int TRIES = 3;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final String READY = "Ready to accept connections";
  private static final String PORT_TAKEN = "Failed listening on port";

  private final Watchdog watchdog;
  private final PrivateDirectory directory;
  private final RedisProgram program;
  private final int port;
  private final String password;

  private PrivateRedis(
      Watchdog watchdog, PrivateDirectory directory, RedisProgram program, int port) {
    this.watchdog = watchdog;
    this.directory = directory;
    this.program = program;
    this.port = port;
    this.password = RandomSecret.random();
  }

  /**
   * Starts the installed Valkey or Redis, or else the one in the jar.
   *
   * @throws CannotTryOut with one sentence
   */
  public static PrivateRedis start() {
    return start(SearchPath.ofThisProcess());
  }

  /** Starts the one on the search path, or else the one in the jar. */
  static PrivateRedis start(SearchPath path) {
    for (int i = 1; i < TRIES; i++) {
      PrivateRedis redis = prepare(path);
      if (redis.tryStart()) {
        return redis;
      }
    }
    return startOrFail(prepare(path));
  }

  private static PrivateRedis startOrFail(PrivateRedis redis) {
    if (redis.tryStart()) {
      return redis;
    }
    throw new CannotTryOut("another process took every port it tried", null);
  }

  /** Starts the watchdog first, so that the directory is removed in any case. */
  private static PrivateRedis prepare(SearchPath path) {
    PrivateDirectory directory = PrivateDirectory.create();
    Watchdog watchdog = Watchdog.in(directory);
    try {
      return new PrivateRedis(watchdog, directory, program(path, directory.path()), freePort());
    } catch (RuntimeException e) {
      watchdog.close();
      throw e;
    }
  }

  private static RedisProgram program(SearchPath path, Path directory) {
    return InstalledRedis.find(path).orElseGet(() -> bundled(directory));
  }

  private static RedisProgram bundled(Path directory) {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch");
    BundledRedis bundled =
        BundledRedis.of(system, processor)
            .orElseThrow(
                () ->
                    new CannotTryOut(
                        "there is no valkey-server or redis-server on the PATH, and the jar has none"
                            + " for "
                            + system
                            + " on "
                            + processor,
                        null));
    return new RedisProgram(
        bundled.extractTo(directory), "Redis " + BundledRedis.VERSION + " from Sojourn's jar");
  }

  private static int freePort() {
    try (ServerSocket socket =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts Redis and waits until it is ready; closes it and returns false if its port is taken. */
  private boolean tryStart() {
    try {
      watchdog.run(program.file(), configuration());
      boolean ready = awaitReady();
      if (!ready) {
        close();
      }
      return ready;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Reads the log, because a connection would send the password to whoever holds the port. */
  private boolean awaitReady() {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      boolean exited = !watchdog.isAlive();
      String log = directory.log();
      if (log.contains(READY) || log.contains(PORT_TAKEN)) {
        return log.contains(READY);
      }
      if (exited) {
        throw new CannotTryOut(program.title() + " cannot be run", null);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new CannotTryOut(
        program.title() + " does not answer within " + START_TIMEOUT.toSeconds() + " s", null);
  }

  private String configuration() {
    return """
        bind %s
        port %d
        requirepass %s
        protected-mode yes
        daemonize yes
        dir ./
        pidfile redis.pid
        logfile redis.log
        save ""
        appendonly no
        maxmemory-policy noeviction
        enable-module-command no
        enable-debug-command no
        """
        .formatted(HOST, port, password);
  }

  /** The URI with the password. */
  public String uri() {
    return "redis://default:" + password + '@' + HOST + ':' + port;
  }

  /** The port on the loopback address. */
  public int port() {
    return port;
  }

  /** The password. */
  public String password() {
    return password;
  }

  /** Its name, version and origin, for the banner. */
  public String title() {
    return program.title();
  }

  /** Whether it is the one from the jar. */
  public boolean isBundled() {
    return program.file().startsWith(directory.path());
  }

  /** Its working directory. */
  Path directory() {
    return directory.path();
  }

  /** Kills Redis and removes its directory; a second call does nothing. */
  @Override
  public void close() {
    watchdog.close();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "PrivateRedis[" + title() + ", port " + port + "]";
  }
}
