package dev.sojourn.redis.internal.connection;

import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends a script by its hash; whole when the server does not know it; again while its slot moves.
 * Each of these answers says that it did not run. Thread-safe.
 */
final class ScriptSender {

  private static final Duration TRY_AGAIN_PAUSE = Duration.ofMillis(20);

  private final EventExecutorGroup executor;
  private final Duration patience;

  /**
   * Whose pauses are on that executor.
   *
   * @param patience how long a slot is waited for
   */
  ScriptSender(EventExecutorGroup executor, Duration patience) {
    this.executor = executor;
    this.patience = patience;
  }

  /** How a script is sent once. */
  interface Attempt<T> {
    /** Sends it, whole or by its hash. */
    CompletionStage<T> send(boolean whole);
  }

  /** What the first attempt answers that ran. */
  <T> CompletionStage<T> send(Attempt<T> attempt) {
    return send(attempt, false, System.nanoTime() + patience.toNanos());
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
                return RedisConnection.delayed(
                    executor, TRY_AGAIN_PAUSE, () -> send(attempt, whole, deadline));
              }
              return CompletableFuture.failedStage(RedisErrors.unwrapped(failure));
            });
  }
}
