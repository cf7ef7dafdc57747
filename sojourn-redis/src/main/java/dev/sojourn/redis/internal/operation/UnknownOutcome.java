package dev.sojourn.redis.internal.operation;

import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.lookup.StoreContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands of unknown outcome: not answered, so perhaps run, perhaps later. */
final class UnknownOutcome {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private UnknownOutcome() {}

  /**
   * Sends once more what was not answered, as soon as it can be sent: a connection that broke is
   * given one command timeout to come back. Only for what does no harm when it runs twice. Fails
   * with the first failure, for that is why the outcome is unknown.
   */
  static <T> CompletionStage<T> repeatedOnce(
      StoreContext context, Supplier<CompletionStage<T>> operation) {
    return operation
        .get()
        .exceptionallyCompose(
            failure ->
                RedisErrors.isUnknownOutcome(failure)
                    ? onceItCanBeSent(context, operation, deadline(context))
                        .exceptionallyCompose(again -> failed(failure))
                    : failed(failure));
  }

  private static <T> CompletionStage<T> onceItCanBeSent(
      StoreContext context, Supplier<CompletionStage<T>> operation, long deadline) {
    return operation
        .get()
        .exceptionallyCompose(
            failure ->
                RedisErrors.isUnsent(failure) && System.nanoTime() - deadline < 0
                    ? context
                        .connection()
                        .delayed(PAUSE, () -> onceItCanBeSent(context, operation, deadline))
                    : failed(failure));
  }

  private static long deadline(StoreContext context) {
    return System.nanoTime() + context.settings().commandTimeout().toNanos();
  }

  private static <T> CompletionStage<T> failed(Throwable failure) {
    return CompletableFuture.failedStage(RedisErrors.unwrapped(failure));
  }
}
