package dev.sojourn.rig.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lines that a process prints on standard output, read as they arrive. Waiting for one is
 * limited by {@link AwaitTimeout}; a failure says whether the process has ended.
 */
public final class ProcessOutput {

  private final Process process;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

  private ProcessOutput(Process process) {
    this.process = process;
  }

  /** The output of a process; nobody else may read it. */
  public static ProcessOutput of(Process process) {
    ProcessOutput output = new ProcessOutput(process);
    Thread reader = new Thread(output::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
    return output;
  }

  /**
   * The next line.
   *
   * @throws AssertionError when there is none in time, or the process has ended
   */
  public String next() {
    return next(AwaitTimeout.limit());
  }

  public String next(Duration limit) {
    try {
      Optional<String> line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new AssertionError("process " + process.pid() + " printed nothing for " + limit);
      }
      return line.orElseThrow(this::ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private AssertionError ended() {
    int status = process.onExit().join().exitValue();
    return new AssertionError(
        "process " + process.pid() + " ended with status " + status + " and printed no more");
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().map(Optional::of).forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      // killed
    }
    lines.add(Optional.empty());
  }
}
