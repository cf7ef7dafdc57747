package dev.sojourn.redis.internal.connection;

import java.time.Duration;
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
   * For a key that a read beside a script could not read, say because it moved to another layout.
   */
  static <T> Reply<T> moved() {
    return new Reply<>(null, MOVED);
  }

  /** Whether the key could not be read, and must be looked up again. */
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
