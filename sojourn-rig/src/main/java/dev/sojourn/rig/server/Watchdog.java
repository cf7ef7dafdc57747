package dev.sojourn.rig.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * Ends the processes that this JVM started, however the JVM ends: a small shell that reads their
 * ids from a pipe. Only this JVM holds the pipe's other end, so it closes even if the JVM is killed
 * with SIGKILL; then the shell kills the processes and deletes their directories. One per JVM,
 * thread-safe.
 */
final class Watchdog {

  /** Ignores the signals of a terminal, which reach the whole group: it must outlive the JVM. */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      pids=
      while read -r verb pid; do
        others=
        for other in $pids; do [ "$other" = "$pid" ] || others="$others $other"; done
        pids=$others
        [ "$verb" = watch ] && pids="$pids $pid"
      done
      [ -z "$pids" ] || kill -9 $pids
      rm -rf "$1"
      """;

  private static final Path ROOT = privateDirectory();
  private static final Process SHELL = start();
  private static final OutputStream PIPE = SHELL.getOutputStream();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Watchdog::end, "watchdog"));
  }

  private Watchdog() {}

  /** A new private directory, deleted when this JVM ends. */
  static Path newDirectory() {
    try {
      return Files.createTempDirectory(ROOT, "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a directory in " + ROOT, e);
    }
  }

  static void watch(long pid) {
    send("watch " + pid);
  }

  /** To be called for each dead process, whose id may be reused. */
  static void release(long pid) {
    send("release " + pid);
  }

  private static synchronized void send(String line) {
    try {
      PIPE.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      PIPE.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the watchdog is gone", e);
    }
  }

  /** A JVM that ends normally waits until all processes are gone. */
  private static void end() {
    try {
      PIPE.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the watchdog is gone", e);
    }
    SHELL.onExit().completeOnTimeout(SHELL, 5, TimeUnit.SECONDS).join();
  }

  private static Process start() {
    try {
      return new ProcessBuilder("sh", "-c", SCRIPT, "watchdog", ROOT.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a shell", e);
    }
  }

  private static Path privateDirectory() {
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try {
      return Files.createTempDirectory("sojourn-", ownerOnly);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a private directory", e);
    }
  }
}
