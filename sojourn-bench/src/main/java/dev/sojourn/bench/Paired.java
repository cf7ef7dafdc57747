package dev.sojourn.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Two rates measured in turn, A B A B …, so that a machine whose speed drifts is slow for both;
 * after as many rounds that do not count, for the compiler of the JVM goes on for a while. What is
 * said is the median of the ratios, pair by pair.
 *
 * @param ratios A divided by B, a pair each, ascending
 * @param a the median of A, operations a second
 * @param b the median of B, operations a second
 */
record Paired(List<Double> ratios, double a, double b) {

  private static final int PAIRS = 5;

  /** Measures; each side is given the time to run and answers its operations a second. */
  static Paired of(Duration each, ToDoubleFunction<Duration> a, ToDoubleFunction<Duration> b) {
    for (int round = 0; round < PAIRS; round++) {
      if (a.applyAsDouble(each) == 0 || b.applyAsDouble(each) == 0) {
        throw new IllegalStateException("nothing was done in a whole round");
      }
    }
    List<Double> as = new ArrayList<>();
    List<Double> bs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      as.add(a.applyAsDouble(each));
      bs.add(b.applyAsDouble(each));
      ratios.add(as.get(pair) / bs.get(pair));
    }
    return new Paired(ratios.stream().sorted().toList(), median(as), median(bs));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f); %,.0f/s beside %,.0f/s",
        median(ratios),
        ratios.get(0),
        ratios.get(ratios.size() - 1),
        a,
        b);
  }
}
