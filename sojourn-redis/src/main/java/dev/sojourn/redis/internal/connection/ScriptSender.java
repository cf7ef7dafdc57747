package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.TaskScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends a script by its hash, then whole if the server does not know it ({@code NOSCRIPT}), and
 * again while its slot is being moved ({@code TRYAGAIN}). Both errors say that it did not run.
 * Thread-safe.
 */
final class ScriptSender {

  private static final Backoff PAUSES = Backoff.constant(Duration.ofMillis(40));

  private final Retry whileSlotMoves;

  /**
   * Creates a sender.
   *
   * @param timeout how long to retry while a slot is being moved
   */
  ScriptSender(TaskScheduler scheduler, Duration timeout) {
    this.whileSlotMoves = Retry.within(timeout, scheduler, PAUSES);
  }

  /** One attempt to run a script. */
  interface Attempt<T> {
    /** Sends the whole script, or its hash only. */
    CompletionStage<T> send(boolean whole);
  }

  /** Completes with the result of the first attempt that ran. */
  <T> CompletionStage<T> send(Attempt<T> attempt) {
    return whileSlotMoves.whileFailing(
        failure -> RedisErrors.isCode(failure, "TRYAGAIN"), () -> sendOnce(attempt));
  }

  private static <T> CompletionStage<T> sendOnce(Attempt<T> attempt) {
    return attempt
        .send(false)
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "NOSCRIPT")
                    ? attempt.send(true)
                    : CompletableFuture.failedStage(RedisErrors.unwrapped(failure)));
  }
}
