package dev.sojourn.redis.internal.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends a script by its hash, then whole if the server does not know it ({@code NOSCRIPT}), and
 * again while its slot is being moved ({@code TRYAGAIN}). Both errors say that it did not run.
 * Thread-safe.
 */
final class ScriptSender {

  private static final Duration TRY_AGAIN_PAUSE = Duration.ofMillis(20);

  private final TaskScheduler scheduler;
  private final Duration timeout;

  /**
   * Creates a sender.
   *
   * @param timeout how long to retry while a slot is being moved
   */
  ScriptSender(TaskScheduler scheduler, Duration timeout) {
    this.scheduler = scheduler;
    this.timeout = timeout;
  }

  /** One attempt to run a script. */
  interface Attempt<T> {
    /** Sends the whole script, or its hash only. */
    CompletionStage<T> send(boolean whole);
  }

  /** Completes with the result of the first attempt that ran. */
  <T> CompletionStage<T> send(Attempt<T> attempt) {
    return send(attempt, false, System.nanoTime() + timeout.toNanos());
  }

  private <T> CompletionStage<T> send(Attempt<T> attempt, boolean whole, long deadline) {
    return attempt
        .send(whole)
        .exceptionallyCompose(
            failure -> {
              if (!whole && RedisErrors.isCode(failure, "NOSCRIPT")) {
                return send(attempt, true, deadline);
              }
              if (RedisErrors.isCode(failure, "TRYAGAIN") && System.nanoTime() < deadline) {
                return scheduler.delayed(TRY_AGAIN_PAUSE, () -> send(attempt, whole, deadline));
              }
              return CompletableFuture.failedStage(RedisErrors.unwrapped(failure));
            });
  }
}
