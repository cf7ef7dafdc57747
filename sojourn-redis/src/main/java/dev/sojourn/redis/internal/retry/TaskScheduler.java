package dev.sojourn.redis.internal.retry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Runs tasks after a delay, on the threads of a connection. Thread-safe. */
@FunctionalInterface
public interface TaskScheduler {

  /** Runs a task after a delay. The task handles its own failures. */
  void schedule(Duration delay, Runnable task);

  /** Starts an asynchronous task after a delay; completes as the task does. */
  default <T> CompletionStage<T> delayed(Duration delay, Supplier<CompletionStage<T>> task) {
    CompletableFuture<Void> pause = new CompletableFuture<>();
    schedule(delay, () -> pause.complete(null));
    return pause.thenCompose(done -> task.get());
  }
}
