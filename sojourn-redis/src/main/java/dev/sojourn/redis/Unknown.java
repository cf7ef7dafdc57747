package dev.sojourn.redis;

import dev.sojourn.redis.wire.RedisErrors;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands of unknown outcome: not answered, so perhaps run, perhaps later. */
final class Unknown {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private Unknown() {}

  /**
   * Sends once more what was not answered, as soon as it can be sent: a connection that broke is
   * given one command timeout to come back. Only for what does no harm when it runs twice. Fails
   * with the first failure, for that is why the outcome is unknown.
   */
  static <T> CompletionStage<T> repeatedOnce(
      Backend backend, Supplier<CompletionStage<T>> operation) {
    return operation
        .get()
        .exceptionallyCompose(
            failure ->
                RedisErrors.isUnknownOutcome(failure)
                    ? onceItCanBeSent(backend, operation, deadline(backend))
                        .exceptionallyCompose(again -> failed(failure))
                    : failed(failure));
  }

  private static <T> CompletionStage<T> onceItCanBeSent(
      Backend backend, Supplier<CompletionStage<T>> operation, long deadline) {
    return operation
        .get()
        .exceptionallyCompose(
            failure ->
                RedisErrors.isUnsent(failure) && System.nanoTime() - deadline < 0
                    ? backend
                        .wire()
                        .delayed(PAUSE, () -> onceItCanBeSent(backend, operation, deadline))
                    : failed(failure));
  }

  private static long deadline(Backend backend) {
    return System.nanoTime() + backend.settings().commandTimeout().toNanos();
  }

  private static <T> CompletionStage<T> failed(Throwable failure) {
    return CompletableFuture.failedStage(RedisErrors.unwrapped(failure));
  }
}
