package dev.sojourn.redis.internal.operation;

import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.lookup.StoreContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands of unknown outcome: without a reply, they may have run, or may run later. */
final class UnknownOutcome {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private UnknownOutcome() {}

  /**
   * Runs an operation; if it gets no reply, runs it once more, waiting up to one command timeout
   * for the connection. Only for operations that do no harm when they run twice. Fails with the
   * first failure, which is why the outcome is unknown.
   */
  static <T> CompletionStage<T> repeatedOnce(
      StoreContext context, Supplier<CompletionStage<T>> operation) {
    return operation
        .get()
        .exceptionallyCompose(
            failure ->
                RedisErrors.isUnknownOutcome(failure)
                    ? onceConnected(context, operation, deadline(context))
                        .exceptionallyCompose(second -> failed(failure))
                    : failed(failure));
  }

  private static <T> CompletionStage<T> onceConnected(
      StoreContext context, Supplier<CompletionStage<T>> operation, long deadline) {
    return operation
        .get()
        .exceptionallyCompose(
            failure ->
                RedisErrors.isUnsent(failure) && System.nanoTime() - deadline < 0
                    ? context
                        .connection()
                        .delayed(PAUSE, () -> onceConnected(context, operation, deadline))
                    : failed(failure));
  }

  private static long deadline(StoreContext context) {
    return System.nanoTime() + context.settings().commandTimeout().toNanos();
  }

  private static <T> CompletionStage<T> failed(Throwable failure) {
    return CompletableFuture.failedStage(RedisErrors.unwrapped(failure));
  }
}
