package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BulkAccess;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Estimates statistics from a sample of each primary, in a bounded number of steps and at most 500
 * ms however many keys there are. Blocks. Thread-safe.
 */
public final class SessionStatistics {

  private static final Duration TIME_LIMIT = Duration.ofMillis(500);

  private final BulkAccess servers;
  private final MaintenanceKeys keys;
  private final Sweeps sweeps;

  /** Statistics of the server behind that connection. */
  public SessionStatistics(BulkAccess servers, MaintenanceKeys keys, Sweeps sweeps) {
    this.servers = servers;
    this.keys = keys;
    this.sweeps = sweeps;
  }

  /**
   * Takes the statistics.
   *
   * @throws dev.sojourn.StoreUnavailable when a server does not answer
   */
  public Statistics take() {
    long deadline = System.nanoTime() + TIME_LIMIT.toNanos();
    List<PrimarySample> samples =
        RateLimiter.await(servers.primaries()).stream()
            .map(primary -> PrimarySample.of(primary, servers.bulk(), keys, deadline))
            .toList();
    return statistics(samples, RateLimiter.await(sweeps.latest()));
  }

  private static Statistics statistics(List<PrimarySample> samples, Optional<SweepReport> latest) {
    return new Statistics(
        sum(samples, PrimarySample::allKeys),
        sum(samples, PrimarySample::sampled),
        sum(samples, PrimarySample::sessions),
        sum(samples, PrimarySample::users),
        sum(samples, PrimarySample::indexEntries),
        sum(samples, sample -> sample.memory().used()),
        maxMemory(samples),
        samples.stream().flatMap(sample -> sample.memory().evictionPolicy().stream()).findFirst(),
        samples.stream()
            .flatMap(sample -> sample.timesLeft().stream())
            .sorted()
            .map(Duration::ofMillis)
            .toList(),
        latest);
  }

  /** The sum of all limits; empty when a primary has none. */
  private static Optional<Long> maxMemory(List<PrimarySample> samples) {
    return samples.stream().allMatch(sample -> sample.memory().most().isPresent())
        ? Optional.of(sum(samples, sample -> sample.memory().most().orElse(0L)))
        : Optional.empty();
  }

  private static long sum(List<PrimarySample> samples, ToLongFunction<PrimarySample> number) {
    return samples.stream().mapToLong(number).sum();
  }
}
