package dev.sojourn.redis;

import dev.sojourn.redis.wire.RedisErrors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands of unknown outcome: not answered, so perhaps run, perhaps later. */
final class Unknown {

  private Unknown() {}

  /** Sends once more what was not answered; only for what does no harm when it runs twice. */
  static <T> CompletionStage<T> repeatedOnce(Supplier<CompletionStage<T>> operation) {
    return operation
        .get()
        .exceptionallyCompose(
            failure ->
                RedisErrors.isUnknownOutcome(failure)
                    ? operation.get()
                    : CompletableFuture.failedStage(RedisErrors.unwrapped(failure)));
  }
}
