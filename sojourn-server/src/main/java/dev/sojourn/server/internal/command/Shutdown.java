package dev.sojourn.server.internal.command;

import dev.sojourn.server.internal.service.Logs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the process on SIGTERM, Ctrl-C or a closed terminal, in the reverse order of startup. The
 * exit status is 0, where the JVM's own would be 143. Thread-safe.
 */
final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final Deque<Runnable> steps = new ArrayDeque<>();
  private final Thread hook = new Thread(this::stopAndHalt, "stopping");

  private Shutdown() {}

  /** Installs the handler for signals. */
  static Shutdown onSignal() {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(shutdown.hook);
    return shutdown;
  }

  /** Adds a step, to be run before all earlier ones. */
  void add(Runnable step) {
    synchronized (steps) {
      steps.push(step);
    }
  }

  /** Waits until a signal ends the process. */
  void awaitSignal() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Stops everything after a failed start, unless a signal is already ending the process. */
  void abandon() throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      awaitSignal();
    }
    stopAll();
  }

  private void stopAndHalt() {
    int status = stopAll() ? 0 : CommandFailure.FAILURE;
    Logs.flush();
    Runtime.getRuntime().halt(status);
  }

  private boolean stopAll() {
    boolean ok = true;
    synchronized (steps) {
      while (!steps.isEmpty()) {
        ok &= stop(steps.pop());
      }
    }
    return ok;
  }

  private static boolean stop(Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      LOG.error("a component could not be stopped", e);
      return false;
    }
  }
}
