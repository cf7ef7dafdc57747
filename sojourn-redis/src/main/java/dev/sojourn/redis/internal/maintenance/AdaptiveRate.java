package dev.sojourn.redis.internal.maintenance;

import java.time.Duration;

/**
 * How fast a job goes: more at a time while Redis answers quickly, half as much as soon as it does
 * not, and in between a pause as long as the work was. What counts as quick is told by small
 * questions asked between them: a server far away is not taken for a slow one. Not thread-safe.
 */
final class AdaptiveRate {

  static final int LEAST = 16;
  static final int MOST = 256;

  private static final int MORE = 8;
  private static final int SLOW_FACTOR = 4;
  private static final Duration SLOW_AT_LEAST = Duration.ofMillis(4);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** The least time of a question drifts up by so small a part: networks change. */
  private static final int DRIFT = 64;

  private int size = LEAST;
  private long leastNanos = Long.MAX_VALUE / 2; // no question was asked yet
  private boolean questionIsSlow;
  private Duration pause = Duration.ZERO;

  /** A small question took so long. */
  void asked(Duration took) {
    leastNanos = Math.min(took.toNanos(), leastNanos + leastNanos / DRIFT);
    questionIsSlow = isSlow(took);
  }

  /** A piece of work took so long. */
  void worked(Duration took) {
    boolean slow = questionIsSlow || isSlow(took);
    size = slow ? Math.max(LEAST, size / 2) : Math.min(MOST, size + MORE);
    pause = shorter(slow ? took.multipliedBy(SLOW_FACTOR) : took, LONGEST_PAUSE);
  }

  /** How many keys the next piece of work may be about. */
  int size() {
    return size;
  }

  /** How long to leave Redis to others before it. */
  Duration pause() {
    return pause;
  }

  private boolean isSlow(Duration took) {
    return took.minus(SLOW_AT_LEAST).toNanos() / SLOW_FACTOR > leastNanos;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
