package dev.sojourn.rig.server;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A running program; killed with this JVM at the latest. Thread-safe. */
public final class ServerProcess {

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Launches it with its configuration on standard input, because arguments are public. */
  static ServerProcess launch(List<String> command, Path directory, File log, String config) {
    return launch(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log)),
        config);
  }

  public static ServerProcess launch(ProcessBuilder program, String config) {
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

  /** Its standard output, unless it was redirected. */
  public ProcessOutput output() {
    return ProcessOutput.of(process);
  }

  public long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL, also of a frozen process; returns when it is dead. */
  public void kill() {
    process.destroyForcibly().onExit().join();
    Watchdog.release(process.pid());
  }

  /** See {@link FrozenProcess}. */
  public void freeze() {
    FrozenProcess.begin(process.pid());
  }

  public void thaw() {
    FrozenProcess.end(process.pid());
  }
}
