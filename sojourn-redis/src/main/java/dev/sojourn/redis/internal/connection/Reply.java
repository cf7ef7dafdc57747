package dev.sojourn.redis.internal.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A key's value and TTL, read in one flush.
 *
 * @param value the value; what the read command returns for an absent key if there is none
 * @param ttlMillis the reply of {@code PTTL}, sent last; below 0 when there is no key, even if the
 *     value was there
 * @param <T> the type of the value
 */
public record Reply<T>(@Nullable T value, long ttlMillis) {

  private static final long MOVED = -3; // PTTL itself returns -1 and -2

  /**
   * The reply for a read that failed because the key is of another type: it is in another layout,
   * or moved there after a script in the same flush found it here. The other commands of the flush
   * have run, so it must not make them run again.
   */
  static <T> CompletionStage<Reply<T>> movedIfOfAnotherType(Throwable failure) {
    return RedisErrors.isCode(failure, "WRONGTYPE")
        ? CompletableFuture.completedStage(new Reply<>(null, MOVED))
        : CompletableFuture.failedStage(failure);
  }

  /** Whether the key moved to another layout and must be looked up again. */
  public boolean hasMoved() {
    return ttlMillis == MOVED;
  }

  /** Whether the key existed when its TTL was read. */
  public boolean present() {
    return ttlMillis >= 0;
  }

  /** The TTL. */
  public Duration left() {
    return Duration.ofMillis(ttlMillis);
  }
}
