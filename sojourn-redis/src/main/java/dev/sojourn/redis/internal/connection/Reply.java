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

  private static final long UNREAD = -3; // PTTL itself returns -1 and -2

  /**
   * The reply for a read that failed because the key is of another type: it is in another layout,
   * or moved there meanwhile. The other commands of the flush have run, so it must not make them
   * run again.
   */
  static <T> CompletionStage<Reply<T>> movedIfOfAnotherType(Throwable failure) {
    return RedisErrors.isCode(failure, "WRONGTYPE")
        ? CompletableFuture.completedStage(unread())
        : CompletableFuture.failedStage(failure);
  }

  /**
   * The reply for a read beside a script that was refused, also for a missing right. The script has
   * run: the error must not make it run again, nor hide its result.
   */
  static <T> CompletionStage<Reply<T>> unreadIfRefused(Throwable failure) {
    return RedisErrors.isErrorReply(failure)
        ? CompletableFuture.completedStage(unread())
        : CompletableFuture.failedStage(failure);
  }

  private static <T> Reply<T> unread() {
    return new Reply<>(null, UNREAD);
  }

  /** Whether the key could not be read, and must be looked up again. */
  public boolean isUnread() {
    return ttlMillis == UNREAD;
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
