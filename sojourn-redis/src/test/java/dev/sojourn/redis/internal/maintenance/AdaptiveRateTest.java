package dev.sojourn.redis.internal.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The throttle speeds up while Redis answers quickly, and slows down at once when it does not. */
final class AdaptiveRateTest {

  private static final Duration QUICK = Duration.ofNanos(300_000);
  private static final Duration SLOW = Duration.ofMillis(20);

  private final AdaptiveRate rate = new AdaptiveRate();

  @Test
  void itBeginsWithLittleAndGrowsUpToABound() {
    assertThat(rate.batchSize()).isEqualTo(AdaptiveRate.MIN_BATCH);
    go(QUICK, QUICK, 1);
    assertThat(rate.batchSize()).isEqualTo(AdaptiveRate.MIN_BATCH + 8);
    go(QUICK, QUICK, 1000);
    assertThat(rate.batchSize()).isEqualTo(AdaptiveRate.MAX_BATCH);
  }

  @Test
  void slowWorkHalvesItAndLengthensThePause() {
    go(QUICK, QUICK, 1000);
    assertThat(rate.pause()).isEqualTo(QUICK);
    go(QUICK, SLOW, 1);
    assertThat(rate.batchSize()).isEqualTo(AdaptiveRate.MAX_BATCH / 2);
    assertThat(rate.pause()).isEqualTo(SLOW.multipliedBy(4));
    go(QUICK, SLOW, 100);
    assertThat(rate.batchSize()).isEqualTo(AdaptiveRate.MIN_BATCH);
  }

  /** Other clients wait, although its own batches are quick. */
  @Test
  void aSlowQuestionIsAsBadAsSlowWork() {
    go(QUICK, QUICK, 1000);
    go(SLOW, QUICK, 1);
    assertThat(rate.batchSize()).isEqualTo(AdaptiveRate.MAX_BATCH / 2);
  }

  @Test
  void aPauseIsBounded() {
    go(QUICK, Duration.ofMinutes(1), 1);
    assertThat(rate.pause()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aServerFarAwayIsNotTakenForASlowOne() {
    Duration far = Duration.ofMillis(80);
    go(far, far.plusMillis(5), 1000);
    assertThat(rate.batchSize()).isEqualTo(AdaptiveRate.MAX_BATCH);
  }

  /** A longer round trip counts as slow for a while, then as normal. */
  @Test
  void itGetsUsedToALongerWay() {
    go(QUICK, QUICK, 100);
    go(SLOW, SLOW, 1);
    assertThat(rate.batchSize()).isLessThan(AdaptiveRate.MAX_BATCH);
    go(SLOW, SLOW, 1000);
    assertThat(rate.batchSize()).isEqualTo(AdaptiveRate.MAX_BATCH);
  }

  private void go(Duration question, Duration work, int times) {
    for (int i = 0; i < times; i++) {
      rate.onPing(question);
      rate.onBatch(work);
    }
  }
}
