package dev.sojourn.rig.fleet;

import dev.sojourn.rig.server.ProcessOutput;
import dev.sojourn.rig.server.ServerProcess;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Debugging;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * A server of a fleet under test, as a process: a JVM with this one's class path, whose main class
 * answers lines through {@link LineServer}. It can be frozen and killed, and ends with this JVM,
 * even if that is killed. Its flags favour a small and quick start. Thread-safe.
 *
 * <pre>{@code
 * try (ServerJvm server = ServerJvm.start("A", FleetServer.class, Map.of("uri", uri))) {
 *   assertThat(server.ask("ACCESS " + token)).startsWith("YES");
 * }
 * }</pre>
 */
public final class ServerJvm implements AutoCloseable {

  static final String READY = "listens on ";

  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-XX:-UsePerfData",
          "-Xmx64m",
          "-Xss512k");

  /** Eight that start at once on a busy machine may need a minute each. */
  private static final Duration START = Debugging.orLonger(Duration.ofMinutes(2));

  private final String name;
  private final ServerProcess process;
  private final int port;
  private final LineClient client;

  private ServerJvm(String name, ServerProcess process, int port) {
    this.name = name;
    this.process = process;
    this.port = port;
    this.client = LineClient.connect(port);
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @param name its name in tests
   * @param main a class whose {@code main} ends in {@link LineServer#serve}
   * @param settings read by {@link LineServer#settings}; passed on standard input, because
   *     arguments are public
   */
  public static ServerJvm start(String name, Class<?> main, Map<String, String> settings) {
    ServerProcess process = ServerProcess.launch(java(main), text(settings));
    try {
      return new ServerJvm(name, process, awaitPort(name, process));
    } catch (RuntimeException | Error e) {
      process.kill();
      throw e;
    }
  }

  /** Starts several servers at once with the same settings; returned in the order of the names. */
  public static List<ServerJvm> startAll(
      List<String> names, Class<?> main, Map<String, String> settings) {
    Queue<ServerJvm> started = new ConcurrentLinkedQueue<>();
    try {
      return Concurrently.many(
          names.size(),
          number -> {
            ServerJvm server = start(names.get(number), main, settings);
            started.add(server);
            return server;
          });
    } catch (RuntimeException | Error e) {
      started.forEach(ServerJvm::close);
      throw e;
    }
  }

  /** Its name in tests. */
  public String name() {
    return name;
  }

  /** The id of its process. */
  public long pid() {
    return process.pid();
  }

  /** Asks on a connection shared by all callers, one at a time. */
  public String ask(String line) {
    return client.ask(line);
  }

  /** A new connection; the caller closes it. */
  public LineClient connect() {
    return LineClient.connect(port);
  }

  /** SIGSTOP: the JVM stops, and its connections stay open. */
  public void freeze() {
    process.freeze();
  }

  /** SIGCONT: a frozen JVM resumes. */
  public void thaw() {
    process.thaw();
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    client.close();
    kill();
  }

  @Override
  public String toString() {
    return name;
  }

  private static ProcessBuilder java(Class<?> main) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder program = new ProcessBuilder(java.toString());
    program.command().addAll(FLAGS);
    program.command().addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return program.redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static String text(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** Skips anything printed before. */
  private static int awaitPort(String name, ServerProcess process) {
    ProcessOutput output = process.output();
    try {
      String line = output.next(START);
      while (!line.startsWith(READY)) {
        line = output.next(START);
      }
      return Integer.parseInt(line.substring(READY.length()));
    } catch (AssertionError e) {
      throw new IllegalStateException(name + " does not start; see its standard error", e);
    }
  }
}
