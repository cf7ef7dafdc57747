package dev.sojourn.redis.internal.nearcache;

import dev.sojourn.redis.internal.invalidation.SubscribedConnection.CacheRead;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;

/**
 * A session as a wire brought it, and for how long it may serve: until a touch is due, and never
 * longer than the touch interval or the time that Redis said is left. All of it counts from the
 * question's sending, for Redis answered later than that: so it ends too early rather than too
 * late.
 *
 * @param record the session
 * @param read what brought it
 * @param term how long after the question was sent it serves
 */
record CacheEntry(SessionRecord record, CacheRead read, Duration term) {

  /** Rough bytes of what a record holds beside its texts. */
  private static final int OVERHEAD = 600;

  /** What came of a question; not to be kept when it serves no time at all. */
  static CacheEntry of(SessionRecord record, CacheRead read, Duration left) {
    Instant storeNow = record.expiresAt().minus(left);
    Duration interval = record.timeouts().touchInterval();
    Duration untilTouch = Duration.between(storeNow, record.lastAccessAt().plus(interval));
    return new CacheEntry(record, read, least(left, least(interval, untilTouch)));
  }

  boolean isWorthKeeping() {
    return term.compareTo(Duration.ZERO) > 0;
  }

  /** Whether it is young enough. */
  boolean serves() {
    return !read.sent().isPast(term);
  }

  /** Whether the subscription in which it came goes on. */
  boolean isOfThisSubscription() {
    return read.wire().isIn(read.subscription());
  }

  /** Its size in memory, roughly. */
  int bytes() {
    long texts =
        record.attributes().entrySet().stream()
            .mapToLong(entry -> entry.getKey().length() + entry.getValue().text().length())
            .sum();
    return (int) Math.min(Integer.MAX_VALUE, OVERHEAD + 2 * texts);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
