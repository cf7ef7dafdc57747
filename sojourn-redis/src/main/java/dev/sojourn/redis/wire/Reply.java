package dev.sojourn.redis.wire;

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

  /** Whether the key was there when its TTL was asked. */
  public boolean present() {
    return ttlMillis >= 0;
  }

  /** The time left to the key. */
  public Duration left() {
    return Duration.ofMillis(ttlMillis);
  }
}
