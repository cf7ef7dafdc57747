package dev.sojourn.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.testkit.Rounds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class RandomRunsTest {

  private static final RandomRuns<Integer> DIGITS =
      RandomRuns.<Integer>of(random -> random.nextInt(10)).rounds(100_000).length(40);

  @Test
  void everyRoundHasAnotherSequenceOfThatLength() {
    Set<List<Integer>> seen = new HashSet<>();
    DIGITS.check(steps -> assertThat(seen.add(steps) && steps.size() == 40).isTrue());
    assertThat(seen).hasSize(Rounds.of(100_000));
  }

  @Test
  void aSeedGivesItsSequenceAgain() {
    assertThat(DIGITS.steps(42)).isEqualTo(DIGITS.steps(42)).isNotEqualTo(DIGITS.steps(43));
  }

  @Test
  void aFailureIsToldWithItsSeedAndTheShortestSequence() {
    assertThatThrownBy(() -> DIGITS.check(RandomRunsTest::noSevenAfterThree))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(
            "(?s)2 of 40 steps fail, run them again with -Dsojourn.seed=-?\\d+\n  3\n  7\n.*")
        .hasRootCauseMessage("a seven after a three");
  }

  @Test
  void aShorterSequenceMustFailInTheSameWay() {
    assertThatThrownBy(
            () ->
                DIGITS.check(
                    steps -> {
                      // an empty sequence would fail too, but differently
                      assertThat(steps).isNotEmpty();
                      throw new IllegalStateException("always");
                    }))
        .hasMessageStartingWith("1 of 40 steps fail")
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSkippedTestIsNoFailure() {
    assertThatThrownBy(() -> DIGITS.check(steps -> Assumptions.abort("no server")))
        .isInstanceOf(TestAbortedException.class);
  }

  @Test
  void theSeedOfASettingIsTheOnlyRound() {
    List<List<Integer>> seen = new ArrayList<>();
    System.setProperty("sojourn.seed", "42");
    try {
      assertThatCode(() -> DIGITS.check(seen::add)).doesNotThrowAnyException();
    } finally {
      System.clearProperty("sojourn.seed");
    }
    assertThat(seen).containsExactly(DIGITS.steps(42));
  }

  private static void noSevenAfterThree(List<Integer> steps) {
    int three = steps.indexOf(3);
    if (three >= 0 && steps.lastIndexOf(7) > three) {
      throw new IllegalStateException("a seven after a three");
    }
  }
}
