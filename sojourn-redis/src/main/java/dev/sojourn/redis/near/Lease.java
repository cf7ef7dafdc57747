package dev.sojourn.redis.near;

import dev.sojourn.redis.wire.Stopwatch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The right to answer from what is kept, for a while: proof that nothing was missed. An answer to a
 * heartbeat proves that everything which was published before Redis answered has arrived, so what
 * is proved is the moment of the heartbeat's sending, never that of its answer. Thread-safe.
 */
final class Lease {

  private final Duration term;
  private volatile @Nullable Stopwatch since;

  Lease(Duration term) {
    this.term = term;
  }

  /** Holds for one term from the moment when this heartbeat, which was answered, was sent. */
  void renew(Stopwatch sent) {
    since = sent;
  }

  /** Ends it at once. */
  void end() {
    since = null;
  }

  /** Whether it holds. To be asked last, for the process may have stood still before. */
  boolean holds() {
    Stopwatch sent = since;
    return sent != null && !sent.isPast(term);
  }
}
