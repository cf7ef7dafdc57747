package dev.sojourn.testkit;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One run of a program, from its launch to its death, or to ours. Thread-safe. */
final class ServerProcess {

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Its configuration comes on standard input, for arguments are for everybody to read. */
  static ServerProcess launch(List<String> command, Path directory, File log, String config) {
    return launch(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log)),
        config);
  }

  static ServerProcess launch(ProcessBuilder program, String config) {
    try {
      Process process = program.start();
      Watchdog.watch(process.pid());
      try (OutputStream input = process.getOutputStream()) {
        input.write(config.getBytes(StandardCharsets.UTF_8));
      }
      return new ServerProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + program.command().get(0), e);
    }
  }

  /** What it prints, unless that goes elsewhere. */
  InputStream output() {
    return process.getInputStream();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL, which ends a frozen one too; returns when it is dead. */
  void kill() {
    process.destroyForcibly().onExit().join();
    Watchdog.release(process.pid());
  }

  /** SIGSTOP; returns when it stands still. */
  void freeze() {
    signal("STOP");
    Path state = Path.of("/proc", String.valueOf(process.pid()), "stat");
    if (Files.exists(state)) {
      await().atMost(Duration.ofSeconds(2)).pollDelay(Duration.ZERO).until(() -> isStopped(state));
    }
  }

  /** SIGCONT. */
  void thaw() {
    signal("CONT");
  }

  /** The shell's own {@code kill}: there is a shell where there is no such program. */
  private void signal(String name) {
    Programs.output(List.of("sh", "-c", "kill -" + name + " " + process.pid()));
  }

  /** The state follows the program's name, which is in parentheses. */
  private static boolean isStopped(Path state) throws IOException {
    String text = Files.readString(state);
    return text.startsWith("T", text.lastIndexOf(')') + 2);
  }
}
