package dev.sojourn.redis.care;

import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Statistics, by a sample of each primary: the work is bounded in steps and in time, however many
 * keys there are. Blocks. Thread-safe.
 */
public final class Census {

  private static final Duration MOST = Duration.ofMillis(500);

  private final Wire wire;
  private final CareKeys keys;
  private final Sweeps sweeps;

  /** Of what that connection reaches. */
  public Census(Wire wire, CareKeys keys, Sweeps sweeps) {
    this.wire = wire;
    this.keys = keys;
    this.sweeps = sweeps;
  }

  /**
   * Takes it.
   *
   * @throws dev.sojourn.StoreUnavailable when a server does not answer
   */
  public Statistics take() {
    long deadline = System.nanoTime() + MOST.toNanos();
    List<Sample> samples =
        Pacing.answer(wire.primaries()).stream()
            .map(primary -> Sample.of(primary, wire.bulk(), keys, deadline))
            .toList();
    return statistics(samples, Pacing.answer(sweeps.latest()));
  }

  private static Statistics statistics(List<Sample> samples, Optional<SweepReport> latest) {
    return new Statistics(
        sum(samples, Sample::allKeys),
        sum(samples, Sample::sampled),
        sum(samples, Sample::sessions),
        sum(samples, Sample::users),
        sum(samples, Sample::indexEntries),
        sum(samples, Sample::memoryBytes),
        memoryMost(samples),
        samples.stream()
            .flatMap(sample -> sample.timesLeft().stream())
            .sorted()
            .map(Duration::ofMillis)
            .toList(),
        latest);
  }

  /** Without a limit for all there is none. */
  private static Optional<Long> memoryMost(List<Sample> samples) {
    return samples.stream().allMatch(sample -> sample.memoryMost().isPresent())
        ? Optional.of(sum(samples, sample -> sample.memoryMost().orElse(0L)))
        : Optional.empty();
  }

  private static long sum(List<Sample> samples, ToLongFunction<Sample> number) {
    return samples.stream().mapToLong(number).sum();
  }
}
