package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundsTest {

  @Test
  void anOrdinaryRunDoesATenthAndAFullRunAll() {
    assertThat(Rounds.of(500, 1_000)).isEqualTo(50);
    assertThat(Rounds.of(500, 10_000)).isEqualTo(500);
  }

  @Test
  void everyRunDoesAtLeastOne() {
    assertThat(Rounds.of(5, 100)).isEqualTo(1);
  }

  @Test
  void manyRoundsDoNotOverflow() {
    assertThat(Rounds.of(1_000_000, 10_000)).isEqualTo(1_000_000);
  }
}
