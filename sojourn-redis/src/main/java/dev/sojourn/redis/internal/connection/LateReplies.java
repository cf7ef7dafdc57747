package dev.sojourn.redis.internal.connection;

import dev.sojourn.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Repeats reads whose reply arrived too late: the process may have been suspended with the reply in
 * transit, while the session ended.
 */
public final class LateReplies {

  /** The longest time from sending a command to its reply, if the reply is to be used. */
  public static final Duration MAX_AGE = Duration.ofSeconds(2);

  /** How often a read is sent whose replies arrive too late. */
  public static final int MAX_TRIES = 3;

  private final Duration maxAge;

  LateReplies(Duration maxAge) {
    this.maxAge = maxAge;
  }

  /** What a read fails with after {@link #MAX_TRIES} late replies. */
  public static StoreUnavailable failure() {
    return new StoreUnavailable("Redis replies arrived too late", null);
  }

  /** Sends a read, again if its reply arrives too late. */
  <T> CompletionStage<T> retry(Supplier<CompletionStage<T>> read) {
    return retry(read, MAX_TRIES);
  }

  private <T> CompletionStage<T> retry(Supplier<CompletionStage<T>> read, int tries) {
    Stopwatch watch = new Stopwatch();
    return read.get()
        .thenCompose(
            reply -> {
              if (!watch.isPast(maxAge)) {
                return CompletableFuture.completedStage(reply);
              }
              return tries > 1 ? retry(read, tries - 1) : CompletableFuture.failedStage(failure());
            });
  }
}
