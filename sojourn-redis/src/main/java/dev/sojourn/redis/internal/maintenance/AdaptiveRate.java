package dev.sojourn.redis.internal.maintenance;

import java.time.Duration;

/**
 * The throttle's control loop: how many keys the next batch may have, and how long to pause before
 * it. Additive increase, multiplicative decrease: the batch grows while Redis answers quickly and
 * is halved as soon as it does not. The pause is as long as the last batch took. What counts as
 * slow is relative to the shortest round trip seen, measured by pings between batches, so a distant
 * server is not mistaken for a slow one. Not thread-safe.
 */
final class AdaptiveRate {

  static final int MIN_BATCH = 16;
  static final int MAX_BATCH = 256;

  private static final int INCREMENT = 8;
  private static final int SLOW_FACTOR = 4;
  private static final Duration SLOW_AT_LEAST = Duration.ofMillis(4);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

  /** The shortest round trip drifts up by this fraction per ping: networks change. */
  private static final int DRIFT = 64;

  private int batchSize = MIN_BATCH;
  private long minRoundTripNanos = Long.MAX_VALUE / 2; // no ping was answered yet
  private boolean pingIsSlow;
  private Duration pause = Duration.ZERO;

  /** Records the round trip of a ping. */
  void onPing(Duration roundTrip) {
    minRoundTripNanos =
        Math.min(roundTrip.toNanos(), minRoundTripNanos + minRoundTripNanos / DRIFT);
    pingIsSlow = isSlow(roundTrip);
  }

  /** Records how long a batch took, and adjusts the rate. */
  void onBatch(Duration elapsed) {
    boolean slow = pingIsSlow || isSlow(elapsed);
    batchSize =
        slow ? Math.max(MIN_BATCH, batchSize / 2) : Math.min(MAX_BATCH, batchSize + INCREMENT);
    pause = shorter(slow ? elapsed.multipliedBy(SLOW_FACTOR) : elapsed, MAX_PAUSE);
  }

  /** How many keys the next batch may have. */
  int batchSize() {
    return batchSize;
  }

  /** How long to pause before the next batch. */
  Duration pause() {
    return pause;
  }

  private boolean isSlow(Duration elapsed) {
    return elapsed.minus(SLOW_AT_LEAST).toNanos() / SLOW_FACTOR > minRoundTripNanos;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
