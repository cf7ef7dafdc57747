package dev.sojourn.testkit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One run of a server's program, from its launch to its death. Thread-safe. */
final class ServerProcess {

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Its configuration comes on standard input, for arguments are for everybody to read. */
  static ServerProcess launch(Path program, Path directory, File log, String config) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "-")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      Watchdog.watch(process.pid());
      try (OutputStream input = process.getOutputStream()) {
        input.write(config.getBytes(StandardCharsets.UTF_8));
      }
      return new ServerProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + program, e);
    }
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

  /** As {@link StandStill} has it. */
  void freeze() {
    StandStill.begin(process.pid());
  }

  void thaw() {
    StandStill.end(process.pid());
  }
}
