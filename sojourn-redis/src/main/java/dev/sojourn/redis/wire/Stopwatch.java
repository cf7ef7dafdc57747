package dev.sojourn.redis.wire;

import java.time.Duration;

/**
 * The time since a question was sent. A machine that was suspended stops the monotonic clock but
 * not the wall clock, so the longer of both counts; a wall clock that was set makes a read come
 * again, no more.
 */
final class Stopwatch {

  private final long nanos = System.nanoTime();
  private final long millis = System.currentTimeMillis();

  boolean isPast(Duration bound) {
    return System.nanoTime() - nanos > bound.toNanos()
        || System.currentTimeMillis() - millis > bound.toMillis();
  }
}
