package dev.sojourn.testkit.random;

import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Setting;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A small property runner: random sequences of steps, each run on a fresh subject. A failing
 * sequence is shrunk by leaving steps out and reported with its seed; {@code -Dsojourn.seed=…} runs
 * it again. Immutable.
 *
 * <pre>{@code
 * RandomRuns.of(random -> Step.values()[random.nextInt(Step.values().length)])
 *     .rounds(10_000)
 *     .length(30)
 *     .check(steps -> {
 *       var store = new InMemorySessionStore();
 *       steps.forEach(step -> step.runOn(store));
 *     });
 * }</pre>
 *
 * <p>A step should have a readable {@code toString}. The check should be deterministic; if threads
 * race it is not, and the shrunk sequence is a guess.
 *
 * @param <S> the type of a step
 */
public final class RandomRuns<S> {

  private static final int DEFAULT_ROUNDS = 10_000;
  private static final int DEFAULT_LENGTH = 30;

  private final Function<RandomGenerator, ? extends S> step;
  private final int rounds;
  private final int length;

  private RandomRuns(Function<RandomGenerator, ? extends S> step, int rounds, int length) {
    this.step = step;
    this.rounds = rounds;
    this.length = length;
  }

  /** Runs of the steps that a function draws; it may use no randomness but its argument. */
  public static <S> RandomRuns<S> of(Function<RandomGenerator, ? extends S> step) {
    return new RandomRuns<>(step, DEFAULT_ROUNDS, DEFAULT_LENGTH);
  }

  /** The number of sequences in a full run, 10,000 by default; see {@link Rounds}. */
  public RandomRuns<S> rounds(int full) {
    return new RandomRuns<>(step, full, length);
  }

  /** The number of steps of a sequence, 30 by default. */
  public RandomRuns<S> length(int steps) {
    return new RandomRuns<>(step, rounds, steps);
  }

  /**
   * Runs the sequences.
   *
   * @throws AssertionError with the seed and the shortest failing steps; the cause is their failure
   */
  public void check(Check<S> check) {
    Optional<Long> seed = Setting.of("sojourn.seed").map(Long::parseLong);
    seed.map(LongStream::of)
        .orElseGet(() -> RandomGenerator.getDefault().longs(Rounds.of(rounds)))
        .forEach(each -> round(each, check));
  }

  /** A property of any sequence of steps. */
  @FunctionalInterface
  public interface Check<S> {
    /** Runs the steps on a fresh subject; throws if the property does not hold. */
    void run(List<S> steps) throws Exception;
  }

  private void round(long seed, Check<S> check) {
    List<S> steps = steps(seed);
    Throwable failure = failure(steps, check);
    if (failure != null) {
      throw failed(seed, steps, failure, check);
    }
  }

  List<S> steps(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return Stream.<S>generate(() -> step.apply(random)).limit(length).toList();
  }

  private AssertionError failed(long seed, List<S> steps, Throwable failure, Check<S> check) {
    // Only the same type of failure: a shorter sequence may fail in another way.
    List<S> shortest =
        Shrinker.shortest(steps, shorter -> failure.getClass().isInstance(failure(shorter, check)));
    Throwable last = failure(shortest, check);
    return new AssertionError(
        "%d of %d steps fail, run them again with -Dsojourn.seed=%d\n%s\n%s"
            .formatted(shortest.size(), steps.size(), seed, lines(shortest), failure),
        last == null ? failure : last);
  }

  private static <S> @Nullable Throwable failure(List<S> steps, Check<S> check) {
    try {
      check.run(steps);
      return null;
    } catch (TestAbortedException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      return e;
    }
  }

  private static String lines(List<?> steps) {
    return steps.stream().map(step -> "  " + step).collect(Collectors.joining("\n"));
  }
}
