package dev.sojourn.server.internal.service;

import static org.awaitility.Awaitility.await;

import dev.sojourn.server.Main;
import dev.sojourn.server.internal.api.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code sojourn serve} in a separate JVM with the class path of this one; {@link #close} kills it.
 * The given directory is its temporary directory.
 */
public final class ServiceProcess implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofSeconds(30);
  private static final Pattern LISTENING = Pattern.compile("listening on http://\\S+:(\\d+)");
  private static final Pattern PASSWORD = Pattern.compile("REDISCLI_AUTH=(\\S+)");
  private static final Pattern REDIS_PORT = Pattern.compile("redis-cli -p (\\d+)");
  private static final Pattern KEY = Pattern.compile("service key: (\\S+)");

  private final Process process;
  private final Path directory;

  private ServiceProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** Starts it without waiting. */
  public static ServiceProcess launch(
      Path directory, Map<String, String> environment, String... args) {
    ProcessBuilder builder = new ProcessBuilder(command(directory, args));
    builder.environment().keySet().removeIf(name -> name.startsWith("SOJOURN_"));
    builder.environment().putAll(environment);
    builder.redirectOutput(directory.resolve("out").toFile());
    builder.redirectError(directory.resolve("err").toFile());
    try {
      Files.createDirectories(directory.resolve("tmp"));
      return new ServiceProcess(builder.start(), directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a try-out on a free port and waits until it listens. */
  public static ServiceProcess tryOut(Path directory, String... more) {
    List<String> args = new ArrayList<>(List.of("serve", "--listen", "127.0.0.1:0"));
    args.addAll(List.of(more));
    return launch(directory, Map.of(), args.toArray(String[]::new)).awaitListening();
  }

  /** Background processes of a shell ignore Ctrl-C, and so do their children. */
  private static final List<String> HEARING = hearing("env", "--default-signal=INT");

  /** The prefix, if the system supports it. */
  private static List<String> hearing(String... prefix) {
    List<String> tried = new ArrayList<>(List.of(prefix));
    tried.add("true");
    try {
      return new ProcessBuilder(tried).start().waitFor() == 0 ? List.of(prefix) : List.of();
    } catch (IOException | InterruptedException e) {
      return List.of();
    }
  }

  /** The JVM, with our directory as its temporary directory. */
  private static List<String> command(Path directory, String... args) {
    List<String> command = new ArrayList<>(HEARING);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + directory.resolve("tmp"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(args));
    return command;
  }

  public ServiceProcess awaitListening() {
    await()
        .atMost(LONGEST_START)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || LISTENING.matcher(out()).find());
    if (!process.isAlive()) {
      throw new AssertionError("it ended with " + process.exitValue() + ": " + err());
    }
    return this;
  }

  /** Waits for the end and returns the exit status. */
  public int exitStatus() throws InterruptedException {
    if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it still runs");
    }
    return process.exitValue();
  }

  /** Stops it like an init system and returns its exit status. */
  int stop() throws InterruptedException {
    signal("TERM");
    return exitStatus();
  }

  void signal(String name) {
    Shell.run("kill -" + name + " " + process.pid());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  public String out() {
    return read("out");
  }

  public String err() {
    return read("err");
  }

  public int port() {
    return Integer.parseInt(found(LISTENING));
  }

  String key() {
    return found(KEY);
  }

  public Caller caller() {
    return new Caller(port(), Optional.of(key()));
  }

  /** The directory of its private Redis, if it has one. */
  public Optional<Path> privateDirectory() {
    try (Stream<Path> entries = Files.list(directory.resolve("tmp"))) {
      return entries.filter(path -> path.getFileName().toString().startsWith("sojourn-")).findAny();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URI of a try-out's private Redis, with its password. */
  String redisUri() {
    return "redis://default:" + password() + "@127.0.0.1:" + found(REDIS_PORT);
  }

  String password() {
    return found(PASSWORD);
  }

  /** Kills it; its watchdog cleans up however it ends. */
  @Override
  public void close() {
    process.destroyForcibly();
    await().atMost(LONGEST_START).until(() -> !process.isAlive() && privateDirectory().isEmpty());
  }

  private String found(Pattern pattern) {
    Matcher matcher = pattern.matcher(out());
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in: " + out());
    }
    return matcher.group(1);
  }

  private String read(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
