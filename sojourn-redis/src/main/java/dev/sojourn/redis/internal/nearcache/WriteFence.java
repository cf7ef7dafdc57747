package dev.sojourn.redis.internal.nearcache;

import dev.sojourn.SessionId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * "Not from before": what was asked before a write of this process was acknowledged is not to be
 * answered from afterwards, for the message of that write may still be under way. Kept for stripes
 * of ids and of users: two that share one cost each other a read, never more. A mark needs no end,
 * since everything that is asked later is allowed. Thread-safe.
 */
final class WriteFence {

  private static final int STRIPES = 1 << 14;

  private final AtomicLongArray sessions = new AtomicLongArray(STRIPES);
  private final AtomicLongArray users = new AtomicLongArray(STRIPES);

  /** The zero of the times that are kept: the clock's own may lie anywhere. */
  private final long began = System.nanoTime() - 1;

  /** A write to this session was acknowledged now, or may have run. */
  void notFromBefore(SessionId id) {
    mark(sessions, id);
  }

  /** A write to sessions of this user was acknowledged now, or may have run. */
  void notFromBefore(String user) {
    mark(users, user);
  }

  /** Whether a read that was sent then, of {@link System#nanoTime}, may be answered from. */
  boolean allows(SessionId id, Optional<String> user, long sentNanos) {
    long sent = sentNanos - began;
    return sent > sessions.get(stripe(id))
        && (user.isEmpty() || sent > users.get(stripe(user.get())));
  }

  private void mark(AtomicLongArray stripes, Object what) {
    stripes.accumulateAndGet(stripe(what), System.nanoTime() - began, Math::max);
  }

  private static int stripe(Object what) {
    int hash = what.hashCode();
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }
}
