package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TimeoutsTest {

  @Test
  void theDefaultIsHalfAnHourOfTwelve() {
    assertThat(Timeouts.DEFAULT)
        .isEqualTo(new Timeouts(Duration.ofMinutes(30), Duration.ofHours(12)));
  }

  @Test
  void theTouchIntervalIsATwentiethOfTheIdleTimeout() {
    assertThat(Timeouts.DEFAULT.touchInterval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(millis(20, 20).touchInterval()).isEqualTo(Duration.ofMillis(1));
    assertThat(millis(39, 39).touchInterval()).isEqualTo(Duration.ofMillis(1));
    assertThat(millis(40, 40).touchInterval()).isEqualTo(Duration.ofMillis(2));
  }

  @Test
  void theBoundsAreAllowed() {
    assertThat(new Timeouts(Timeouts.LEAST, Timeouts.LEAST).idle()).isEqualTo(Timeouts.LEAST);
    assertThat(new Timeouts(Timeouts.MOST, Timeouts.MOST).absolute()).isEqualTo(Timeouts.MOST);
  }

  @Test
  void whatIsOutOfBoundsIsRefusedWithItsValue() {
    assertRefused(Timeouts.LEAST.minusMillis(1), Timeouts.MOST, "PT0.019S");
    assertRefused(Duration.ofMillis(-1), Timeouts.MOST, "PT-0.001S");
    assertRefused(Timeouts.LEAST, Timeouts.MOST.plusMillis(1), "PT9600H0.001S");
    assertRefused(Duration.ofSeconds(3), Duration.ofSeconds(2), "PT3S > PT2S");
  }

  @Test
  void whatDoesNotFitIntoMillisecondsIsRefusedToo() {
    Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
    assertRefused(Timeouts.LEAST, huge, "at most");
    assertRefused(huge, Timeouts.MOST, "above the absolute one");
    assertRefused(Duration.ofSeconds(Long.MIN_VALUE), Timeouts.MOST, "at least");
  }

  @Test
  void partsOfAMillisecondAreCutOff() {
    assertThat(new Timeouts(Duration.ofNanos(20_999_999), Duration.ofNanos(30_000_001)))
        .isEqualTo(millis(20, 30));
    assertRefused(Duration.ofNanos(19_999_999), Timeouts.MOST, "PT0.019S");
  }

  private static void assertRefused(Duration idle, Duration absolute, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeouts(idle, absolute))
        .withMessageContaining(value);
  }

  private static Timeouts millis(long idle, long absolute) {
    return new Timeouts(Duration.ofMillis(idle), Duration.ofMillis(absolute));
  }
}
