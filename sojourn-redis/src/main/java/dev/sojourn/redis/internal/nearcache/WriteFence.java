package dev.sojourn.redis.internal.nearcache;

import dev.sojourn.SessionId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Rejects reads that were sent before a write of this process was acknowledged: the invalidation
 * message of that write may still be in transit. Times are kept for stripes of ids and of users.
 * Two that share a stripe cost each other one extra read. A time never expires, because every later
 * read is allowed. Thread-safe.
 */
final class WriteFence {

  private static final int STRIPES = 1 << 14;

  private final AtomicLongArray sessions = new AtomicLongArray(STRIPES);
  private final AtomicLongArray users = new AtomicLongArray(STRIPES);

  /** The origin of the times: that of the clock is arbitrary. */
  private final long origin = System.nanoTime() - 1;

  /** Records a write to this session that was acknowledged now, or may have run. */
  void recordWrite(SessionId id) {
    mark(sessions, id);
  }

  /** Records a write to sessions of this user that was acknowledged now, or may have run. */
  void recordWrite(String user) {
    mark(users, user);
  }

  /**
   * Whether a read was sent after all recorded writes.
   *
   * @param sentNanos when it was sent, of {@link System#nanoTime}
   */
  boolean allows(SessionId id, Optional<String> user, long sentNanos) {
    long sent = sentNanos - origin;
    return sent > sessions.get(stripe(id))
        && (user.isEmpty() || sent > users.get(stripe(user.get())));
  }

  private void mark(AtomicLongArray stripes, Object owner) {
    stripes.accumulateAndGet(stripe(owner), System.nanoTime() - origin, Math::max);
  }

  private static int stripe(Object owner) {
    int hash = owner.hashCode();
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }
}
