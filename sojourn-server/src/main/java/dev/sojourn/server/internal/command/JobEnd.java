package dev.sojourn.server.internal.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a job that a command has started. */
final class JobEnd {

  private static final int PROGRESS_SECONDS = 2;

  private JobEnd() {}

  /** Waits for the end; runs {@code progress} every two seconds. */
  static <T> T await(CompletionStage<T> end, Runnable progress)
      throws InterruptedException, ExecutionException {
    CompletableFuture<T> future = end.toCompletableFuture();
    while (true) {
      try {
        return future.get(PROGRESS_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        progress.run();
      }
    }
  }
}
