package dev.sojourn.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void onlyWhatIsNeededStaysInItsOrder() {
    assertThat(Shrinker.shortest(HUNDRED, steps -> steps.containsAll(List.of(3, 50, 97))))
        .containsExactly(3, 50, 97);
  }

  @Test
  void aStepThatOnlyHeldAnotherGoesToo() {
    // any two neighbours: one pass over single steps is not enough
    assertThat(
            Shrinker.shortest(
                HUNDRED,
                steps -> steps.stream().mapToInt(step -> step).sum() % 2 == 0 && steps.size() > 1))
        .hasSize(2);
  }

  @Test
  void whatCannotBeShorterStays() {
    List<Integer> steps = List.of(1, 2, 3);
    assertThat(Shrinker.shortest(steps, shorter -> false)).isEqualTo(steps);
  }

  @Test
  void whatFailsWithoutAnyStepIsEmpty() {
    assertThat(Shrinker.shortest(HUNDRED, shorter -> true)).isEmpty();
  }

  @Test
  void itGivesUpInTheEnd() {
    AtomicInteger tries = new AtomicInteger();
    List<Integer> steps = IntStream.range(0, 5_000).boxed().toList();
    List<Integer> shortest =
        Shrinker.shortest(steps, shorter -> tries.incrementAndGet() > 0 && shorter.size() > 4_000);
    assertThat(tries.get()).isLessThanOrEqualTo(500);
    assertThat(shortest.size()).isBetween(4_001, 5_000);
  }
}
