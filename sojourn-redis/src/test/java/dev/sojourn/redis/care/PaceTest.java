package dev.sojourn.redis.care;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A job gets faster while Redis is quick, and yields at once when it is not. */
final class PaceTest {

  private static final Duration QUICK = Duration.ofNanos(300_000);
  private static final Duration SLOW = Duration.ofMillis(20);

  private final Pace pace = new Pace();

  @Test
  void itBeginsWithLittleAndGrowsUpToABound() {
    assertThat(pace.size()).isEqualTo(Pace.LEAST);
    go(QUICK, QUICK, 1);
    assertThat(pace.size()).isEqualTo(Pace.LEAST + 8);
    go(QUICK, QUICK, 1000);
    assertThat(pace.size()).isEqualTo(Pace.MOST);
  }

  @Test
  void slowWorkHalvesItAndLengthensThePause() {
    go(QUICK, QUICK, 1000);
    assertThat(pace.pause()).isEqualTo(QUICK);
    go(QUICK, SLOW, 1);
    assertThat(pace.size()).isEqualTo(Pace.MOST / 2);
    assertThat(pace.pause()).isEqualTo(SLOW.multipliedBy(4));
    go(QUICK, SLOW, 100);
    assertThat(pace.size()).isEqualTo(Pace.LEAST);
  }

  /** Others wait, though its own work is quick. */
  @Test
  void aSlowQuestionIsAsBadAsSlowWork() {
    go(QUICK, QUICK, 1000);
    go(SLOW, QUICK, 1);
    assertThat(pace.size()).isEqualTo(Pace.MOST / 2);
  }

  @Test
  void aPauseIsBounded() {
    go(QUICK, Duration.ofMinutes(1), 1);
    assertThat(pace.pause()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aServerFarAwayIsNotTakenForASlowOne() {
    Duration far = Duration.ofMillis(80);
    go(far, far.plusMillis(5), 1000);
    assertThat(pace.size()).isEqualTo(Pace.MOST);
  }

  /** A connection that moved far away is slow for a while, and then as it is. */
  @Test
  void itGetsUsedToALongerWay() {
    go(QUICK, QUICK, 100);
    go(SLOW, SLOW, 1);
    assertThat(pace.size()).isLessThan(Pace.MOST);
    go(SLOW, SLOW, 1000);
    assertThat(pace.size()).isEqualTo(Pace.MOST);
  }

  private void go(Duration question, Duration work, int times) {
    for (int i = 0; i < times; i++) {
      pace.asked(question);
      pace.worked(work);
    }
  }
}
