package dev.sojourn.redis.advice;

import java.util.List;
import java.util.stream.LongStream;

/** Some sizes in bytes. Immutable. */
public final class SizeSample {

  private final long[] sorted;

  private SizeSample(long[] sorted) {
    this.sorted = sorted;
  }

  /** Of these, in whatever order. */
  public static SizeSample of(List<Long> sizes) {
    return new SizeSample(sizes.stream().mapToLong(Long::longValue).sorted().toArray());
  }

  /** How many there are. */
  public int count() {
    return sorted.length;
  }

  /** The least size that so many in a hundred do not exceed; 0 when there are none. */
  public long percentile(int percent) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100];
  }

  /** The average; 0 when there are none. */
  public double mean() {
    return LongStream.of(sorted).average().orElse(0);
  }

  @Override
  public String toString() {
    return "Sizes[" + count() + ", mean " + mean() + ']';
  }
}
