package dev.sojourn.redis;

import dev.sojourn.internal.CheckReturnValue;
import java.time.Duration;

/**
 * Settings of the near cache; immutable. With it, an access is answered from memory while that is
 * proved to be no staler than the lease; without proof Redis is asked.
 *
 * @param mostBytes how much memory it may take, roughly; default 64 MiB, least 64 KiB
 * @param lease the longest that a session which ended elsewhere is still accepted here, with the
 *     connection for messages cut, frozen or black-holed; default 2 s, least 100 ms, most 10 s
 * @param heartbeat how often the connection proves that nothing was missed; default 250 ms, at most
 *     half of the lease
 */
@CheckReturnValue
public record NearCacheSettings(long mostBytes, Duration lease, Duration heartbeat) {

  private static final long LEAST_BYTES = 64L << 10;
  private static final Duration LEAST_HEARTBEAT = Duration.ofMillis(10);

  /** 64 MiB, a lease of 2 seconds, a heartbeat each 250 milliseconds. */
  public static final NearCacheSettings DEFAULT =
      new NearCacheSettings(64L << 20, Duration.ofSeconds(2), Duration.ofMillis(250));

  /**
   * Checks the settings.
   *
   * @param mostBytes see the record
   * @param lease see the record
   * @param heartbeat see the record
   * @throws IllegalArgumentException in one sentence
   */
  public NearCacheSettings {
    if (mostBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "a near cache needs at least " + LEAST_BYTES + " bytes: " + mostBytes);
    }
    RedisSettings.requireWithin(
        "the near cache's lease", lease, Duration.ofMillis(100), Duration.ofSeconds(10));
    RedisSettings.requireWithin(
        "the near cache's heartbeat", heartbeat, LEAST_HEARTBEAT, lease.dividedBy(2));
  }

  /** With so much memory. */
  public NearCacheSettings withMostBytes(long bytes) {
    return new NearCacheSettings(bytes, lease, heartbeat);
  }

  /** With that lease, and heartbeats eight times as often. */
  public NearCacheSettings withLease(Duration other) {
    return new NearCacheSettings(mostBytes, other, other.dividedBy(8));
  }
}
