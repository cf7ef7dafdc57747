package dev.sojourn.redis.internal.operation;

import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands of unknown outcome: without a reply, they may have run, or may run later. */
final class UnknownOutcome {

  private static final Backoff PAUSES = Backoff.constant(Duration.ofMillis(40));

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
                    ? onceConnected(context)
                        .whileFailing(RedisErrors::isUnsent, operation)
                        .exceptionallyCompose(second -> failed(failure))
                    : failed(failure));
  }

  private static Retry onceConnected(StoreContext context) {
    return Retry.within(context.settings().commandTimeout(), context.connection(), PAUSES);
  }

  private static <T> CompletionStage<T> failed(Throwable failure) {
    return CompletableFuture.failedStage(RedisErrors.unwrapped(failure));
  }
}
