package dev.sojourn.redis.internal.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one flush brought of a key.
 *
 * @param value the key's value, or what its read answers when there is none
 * @param ttlMillis {@code PTTL}, asked last; below 0 when there is no key, whatever the value says
 * @param <T> the value
 */
public record Reply<T>(@Nullable T value, long ttlMillis) {

  private static final long MOVED = -3; // PTTL itself says -1 and -2

  /** Of a key that was moved to another layout beside a script that had found it in this one. */
  static <T> Reply<T> moved() {
    return new Reply<>(null, MOVED);
  }

  /** Whether the key is there in another layout: it is to be looked for. */
  public boolean hasMoved() {
    return ttlMillis == MOVED;
  }

  /** Whether the key was there when its TTL was asked. */
  public boolean present() {
    return ttlMillis >= 0;
  }

  /** The time left to the key. */
  public Duration left() {
    return Duration.ofMillis(ttlMillis);
  }
}
