package dev.sojourn.redis.internal.connection;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.Retry.Result;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Repeats reads whose reply arrived too late: the process may have been suspended with the reply in
 * transit, while the session ended.
 */
public final class LateReplies {

  /** The longest time from sending a command to its reply, if the reply is to be used. */
  public static final Duration MAX_AGE = Duration.ofSeconds(2);

  private static final int MAX_ATTEMPTS = 3;

  /** Repeats what may have been answered too late. */
  public static final Retry RETRY = Retry.attempts(MAX_ATTEMPTS);

  private final Duration maxAge;

  LateReplies(Duration maxAge) {
    this.maxAge = maxAge;
  }

  /** What a read fails with after too many late replies. */
  public static StoreUnavailable failure() {
    return new StoreUnavailable("Redis replies arrived too late", null);
  }

  /** Sends a read, again if its reply arrives too late. */
  <T> CompletionStage<T> retry(Supplier<CompletionStage<T>> read) {
    return RETRY.run(
        attempt -> {
          Stopwatch watch = new Stopwatch();
          return read.get()
              .thenApply(
                  reply ->
                      watch.isPast(maxAge) ? Result.againOrFail(failure()) : Result.answer(reply));
        });
  }
}
