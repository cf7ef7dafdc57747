package dev.sojourn.redis.internal.invalidation;

import dev.sojourn.redis.internal.connection.Stopwatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the replies of a subscribed connection still belong to their commands. A reply that seems
 * to belong to another one raises a doubt; until it is judged over the plain connection, no reply
 * to a read is used. Thread-safe.
 */
final class ReplyDoubt {

  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable Stopwatch lastEnd;

  void begin() {
    open.incrementAndGet();
  }

  void end() {
    lastEnd = new Stopwatch();
    open.decrementAndGet();
  }

  /** Whether a reply is in doubt. */
  boolean isOpen() {
    return open.get() > 0;
  }

  /** Whether no reply was in doubt since a read was sent. */
  boolean isFreeSince(Stopwatch sent) {
    Stopwatch end = lastEnd;
    return !isOpen() && (end == null || sent.startedNanos() - end.startedNanos() > 0);
  }
}
