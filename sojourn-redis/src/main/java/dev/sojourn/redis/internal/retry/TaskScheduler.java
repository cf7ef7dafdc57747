package dev.sojourn.redis.internal.retry;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Pauses, on the threads of a connection. Thread-safe. */
@FunctionalInterface
public interface TaskScheduler {

  /**
   * Completes after a delay; fails with {@link dev.sojourn.StoreUnavailable} if the connection is
   * closed before, or was.
   */
  CompletionStage<Void> pause(Duration delay);

  /** Starts an asynchronous task after a delay; completes as the task does. */
  default <T> CompletionStage<T> delayed(Duration delay, Supplier<CompletionStage<T>> task) {
    return pause(delay).thenCompose(done -> task.get());
  }
}
