package dev.sojourn.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Two rates measured alternately, A B A B …, so that a drift in the machine's speed affects both.
 * The same number of warm-up rounds comes first, because the JVM keeps compiling for a while. The
 * result is the median of the ratios of the pairs.
 *
 * @param ratios A divided by B for each pair, ascending
 * @param a the median of A, operations per second
 * @param b the median of B, operations per second
 */
record Paired(List<Double> ratios, double a, double b) {

  private static final int PAIRS = 5;

  /** Measures; each function runs for the given time and returns its operations per second. */
  static Paired of(Duration each, ToDoubleFunction<Duration> a, ToDoubleFunction<Duration> b) {
    for (int round = 0; round < PAIRS; round++) {
      if (a.applyAsDouble(each) == 0 || b.applyAsDouble(each) == 0) {
        throw new IllegalStateException("no operation completed in a whole round");
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
        "%.2f (%.2f to %.2f); %,.0f/s against %,.0f/s",
        median(ratios),
        ratios.get(0),
        ratios.get(ratios.size() - 1),
        a,
        b);
  }
}
