package dev.sojourn.redis.internal.connection;

import java.time.Duration;

/**
 * The time since a command was sent. The monotonic clock stops while the machine is suspended, the
 * wall clock does not, so the longer of both counts. If the wall clock was set, forward or back, a
 * read is merely sent again.
 */
public final class Stopwatch {

  /** A wall clock that lags more than this behind the monotonic one was set back. */
  private static final long MAX_LAG_MILLIS = 1_000;

  private final long nanos = System.nanoTime();
  private final long millis = System.currentTimeMillis();

  /** The start time, of {@link System#nanoTime}. */
  public long startedNanos() {
    return nanos;
  }

  /** The time since the start, by the monotonic clock. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** Whether more than this has passed, or may have, because the wall clock jumped back. */
  public boolean isPast(Duration bound) {
    long byNanos = System.nanoTime() - nanos;
    long byWall = System.currentTimeMillis() - millis;
    return byNanos > bound.toNanos()
        || byWall > bound.toMillis()
        || byWall < byNanos / 1_000_000 - MAX_LAG_MILLIS;
  }
}
