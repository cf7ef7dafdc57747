package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MovableClockTest {

  private static final Instant NOON = Instant.parse("2025-06-01T12:00:00Z");

  private final MovableClock clock = MovableClock.at(NOON);

  @Test
  void itStandsStill() {
    assertThat(clock.instant()).isEqualTo(NOON).isEqualTo(clock.instant());
  }

  @Test
  void itIsAdvancedAndSetBack() {
    clock.advance(Duration.ofMinutes(30));
    assertThat(clock.instant()).isEqualTo(Instant.parse("2025-06-01T12:30:00Z"));
    clock.advance(Duration.ofHours(-1));
    assertThat(clock.instant()).isEqualTo(Instant.parse("2025-06-01T11:30:00Z"));
    clock.set(NOON);
    assertThat(clock.instant()).isEqualTo(NOON);
  }

  @Test
  void noAdvanceOfParallelOnesIsLost() {
    IntStream.range(0, 10_000).parallel().forEach(i -> clock.advance(Duration.ofMillis(1)));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));
  }
}
