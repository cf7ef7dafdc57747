package dev.sojourn.redis.internal.connection;

import java.time.Duration;

/**
 * The time since a question was sent. A machine that was suspended stops the monotonic clock but
 * not the wall clock, so the longer of both counts; a wall clock that was set, forward or back,
 * makes a read come again, no more.
 */
public final class Stopwatch {

  /** A wall clock that lags more than this behind the monotonic one was set back. */
  private static final long MOST_LAG_MILLIS = 1_000;

  private final long nanos = System.nanoTime();
  private final long millis = System.currentTimeMillis();

  /** When it was started, of {@link System#nanoTime}. */
  public long startedNanos() {
    return nanos;
  }

  /** How long ago it was started, by the monotonic clock. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** Whether more than this has gone by, or a clock jumped, so that nobody can tell. */
  public boolean isPast(Duration bound) {
    long byNanos = System.nanoTime() - nanos;
    long byWall = System.currentTimeMillis() - millis;
    return byNanos > bound.toNanos()
        || byWall > bound.toMillis()
        || byWall < byNanos / 1_000_000 - MOST_LAG_MILLIS;
  }
}
