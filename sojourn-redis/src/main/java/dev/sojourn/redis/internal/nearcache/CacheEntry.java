package dev.sojourn.redis.internal.nearcache;

import dev.sojourn.redis.internal.invalidation.SubscribedConnection.CacheRead;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;

/**
 * An entry of the near cache: a session as read, valid until its next touch is due, and never
 * longer than the touch interval or the TTL in Redis. Its TTL counts from the sending of the read.
 * Redis replied later than that, so an entry expires too early rather than too late.
 *
 * @param record the session
 * @param read the read that returned it
 * @param ttl how long it is valid, from the sending of the read
 */
record CacheEntry(SessionRecord record, CacheRead read, Duration ttl) {

  /** Rough size in bytes of a record without its attributes. */
  private static final int OVERHEAD = 600;

  /** The entry for a session that was read. */
  static CacheEntry of(SessionRecord record, CacheRead read, Duration timeLeft) {
    Instant storeNow = record.expiresAt().minus(timeLeft);
    Duration interval = record.timeouts().touchInterval();
    Duration untilTouch = Duration.between(storeNow, record.lastAccessAt().plus(interval));
    return new CacheEntry(record, read, min(timeLeft, min(interval, untilTouch)));
  }

  /** Whether it is valid for any time at all. */
  boolean isCacheable() {
    return ttl.compareTo(Duration.ZERO) > 0;
  }

  /** Whether its TTL has not passed. */
  boolean isFresh() {
    return !read.sent().isPast(ttl);
  }

  /** Whether it was read in the current subscription of its connection. */
  boolean isOfCurrentSubscription() {
    return read.connection().isCurrent(read.subscription());
  }

  /** Its size in memory in bytes, roughly. */
  int bytes() {
    long texts =
        record.attributes().entrySet().stream()
            .mapToLong(entry -> entry.getKey().length() + entry.getValue().text().length())
            .sum();
    return (int) Math.min(Integer.MAX_VALUE, OVERHEAD + 2 * texts);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
