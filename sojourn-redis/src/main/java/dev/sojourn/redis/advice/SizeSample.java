package dev.sojourn.redis.advice;

import java.util.List;
import java.util.stream.LongStream;

/** A distribution of sizes in bytes. Immutable. */
public final class SizeSample {

  private final long[] sorted;

  private SizeSample(long[] sorted) {
    this.sorted = sorted;
  }

  /** The distribution of these sizes, in any order. */
  public static SizeSample of(List<Long> sizes) {
    return new SizeSample(sizes.stream().mapToLong(Long::longValue).sorted().toArray());
  }

  /** The number of sizes. */
  public int count() {
    return sorted.length;
  }

  /** A percentile, 0 to 100; 0 without sizes. */
  public long percentile(int percent) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100];
  }

  /** The average; 0 without sizes. */
  public double mean() {
    return LongStream.of(sorted).average().orElse(0);
  }

  @Override
  public String toString() {
    return "Sizes[" + count() + ", mean " + mean() + ']';
  }
}
