package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The time of a comparison does not depend on where a secret is wrong (ASVS 11.2.4). Hashes that
 * are wrong in their first character and in their last one are compared in random order, and
 * Welch's t-test decides whether the times differ. A busy machine adds noise to both, so only a
 * difference in every attempt counts as a leak.
 */
final class ConstantTimeTest {

  /** A full run takes 100,000 of each class. */
  private static final int SAMPLES =
      Math.max(5_000, 10 * Integer.getInteger("sojourn.rounds", 100));

  private static final int LOOKS = 10;
  private static final int COMPARISONS_A_SAMPLE = 32;
  private static final double MOST_SIGMAS = 4.5;

  /** The slowest of a hundred are dropped as interrupted. */
  private static final double KEPT = 0.9;

  private static final String RIGHT = "M".repeat(42) + "M";

  private final Random random = new Random(41);

  @Test
  void aWrongSecretTakesAsLongWhereverItIsWrong() {
    SecretHash right = new SecretHash(RIGHT);
    assertThat(leaks((ignored, shown) -> right.matches(shown))).isFalse();
  }

  /** Checks the measurement itself. */
  @Test
  void aComparisonThatStopsAtTheFirstDifferenceIsFound() {
    assertThat(leaks(ConstantTimeTest::stopsAtTheFirstDifference)).isTrue();
  }

  private boolean leaks(BiPredicate<SecretHash, SecretHash> comparison) {
    sigmas(comparison); // warm up
    return Stream.generate(() -> sigmas(comparison))
        .limit(LOOKS)
        .allMatch(sigmas -> sigmas > MOST_SIGMAS);
  }

  /** Welch's t of the times of both classes. */
  private double sigmas(BiPredicate<SecretHash, SecretHash> comparison) {
    SecretHash right = new SecretHash(RIGHT);
    SecretHash[] wrong = {
      new SecretHash("B" + RIGHT.substring(1)), new SecretHash(RIGHT.substring(0, 42) + "Q")
    };
    double[][] times = {new double[SAMPLES], new double[SAMPLES]};
    int[] taken = new int[2];
    while (taken[0] < SAMPLES || taken[1] < SAMPLES) {
      int one = random.nextInt(2);
      if (taken[one] < SAMPLES) {
        times[one][taken[one]++] = nanos(comparison, right, wrong[one]);
      }
    }
    return Math.abs(welch(kept(times[0]), kept(times[1])));
  }

  private static double nanos(
      BiPredicate<SecretHash, SecretHash> comparison, SecretHash right, SecretHash wrong) {
    int equal = 0;
    long began = System.nanoTime();
    for (int i = 0; i < COMPARISONS_A_SAMPLE; i++) {
      equal += comparison.test(right, wrong) ? 1 : 0;
    }
    long took = System.nanoTime() - began;
    assertThat(equal).isZero();
    return took;
  }

  private static double[] kept(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return Arrays.copyOf(sorted, (int) (sorted.length * KEPT));
  }

  private static double welch(double[] a, double[] b) {
    return (mean(a) - mean(b))
        / Math.sqrt(variance(a) / a.length + variance(b) / b.length + Double.MIN_NORMAL);
  }

  private static double mean(double[] all) {
    return Arrays.stream(all).average().orElseThrow();
  }

  private static double variance(double[] all) {
    double mean = mean(all);
    return Arrays.stream(all).map(x -> (x - mean) * (x - mean)).sum() / (all.length - 1);
  }

  private static boolean stopsAtTheFirstDifference(SecretHash one, SecretHash other) {
    return IntStream.range(0, RIGHT.length())
        .allMatch(i -> one.text().charAt(i) == other.text().charAt(i));
  }
}
