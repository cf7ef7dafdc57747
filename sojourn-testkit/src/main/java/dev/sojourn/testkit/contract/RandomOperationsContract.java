package dev.sojourn.testkit.contract;

import dev.sojourn.testkit.random.RandomRun;
import dev.sojourn.testkit.random.RandomRuns;
import dev.sojourn.testkit.random.Step;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** For any sequence of operations, a store returns the same results as the in-memory store. */
interface RandomOperationsContract extends ContractTests {

  /** The number of concurrent steps at the end of a run. */
  int AT_ONCE = 3;

  @Test
  default void randomOperationsAreAnsweredAsByTheModel() {
    AtomicInteger runs = new AtomicInteger();
    RandomRuns.of(Step::random)
        .rounds(1_000)
        .length(30)
        .check(steps -> inTime(runs, steps, RandomRun::oneByOne));
  }

  @Test
  default void randomOperationsAtOnceAreAnsweredAsByTheModelInSomeOrder() {
    AtomicInteger runs = new AtomicInteger();
    RandomRuns.of(Step::randomAtomic)
        .rounds(1_000)
        .length(12)
        .check(steps -> inTime(runs, steps, RandomOperationsContract::lastAtOnce));
  }

  private static void lastAtOnce(RandomRun run, List<Step> steps) {
    int before = Math.max(0, steps.size() - AT_ONCE);
    run.oneByOne(steps.subList(0, before));
    run.atOnce(steps.subList(before, steps.size()));
  }

  /** In the model a replaced secret stays valid, in the store only for its grace. */
  private void inTime(
      AtomicInteger runs, List<Step> steps, BiConsumer<RandomRun, List<Step>> check) {
    ContractTests.inTime(subject().grace(), () -> check.accept(run(runs, steps), steps));
  }

  private RandomRun run(AtomicInteger runs, List<Step> steps) {
    return new RandomRun(subject(), "run " + runs.incrementAndGet(), steps);
  }
}
