package dev.sojourn.server.internal.tryout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A shell process, {@code watchdog.sh}, that runs the private Redis as long as this process holds a
 * pipe to it, then kills Redis and removes its directory.
 */
final class Watchdog {

  private static final String SCRIPT = "watchdog.sh";
  private static final long STOP_TIMEOUT_SECONDS = 10;

  private final Process process;

  private Watchdog(Process process) {
    this.process = process;
  }

  /** Starts the watchdog in a directory, which it will remove. */
  static Watchdog in(PrivateDirectory directory) {
    try (InputStream script = Watchdog.class.getResourceAsStream(SCRIPT)) {
      Files.copy(script, directory.path().resolve(SCRIPT));
      return new Watchdog(shell(directory.path()).start());
    } catch (IOException e) {
      throw new CannotTryOut("its watchdog cannot be started", e);
    }
  }

  /** Passes only {@code PATH} on: the environment may contain passwords. */
  private static ProcessBuilder shell(Path directory) {
    ProcessBuilder builder =
        new ProcessBuilder("sh", SCRIPT)
            .directory(directory.toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().keySet().retainAll(Set.of("PATH"));
    return builder;
  }

  /** Makes it start Redis; to be called once. No other process can read the pipe. */
  void run(Path program, String configuration) {
    String input = program + "\n" + configuration + ".\n";
    OutputStream pipe = process.getOutputStream();
    try {
      pipe.write(input.getBytes(StandardCharsets.UTF_8));
      pipe.flush();
    } catch (IOException e) {
      throw new CannotTryOut("its watchdog has exited", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends Redis and the watchdog, and waits for them. */
  void close() {
    try {
      process.getOutputStream().close();
      process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      process.destroy(); // not reached: nothing is left to flush
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
