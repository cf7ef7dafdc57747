package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BulkAccess;
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
public final class SessionStatistics {

  private static final Duration MOST = Duration.ofMillis(500);

  private final BulkAccess servers;
  private final MaintenanceKeys keys;
  private final Sweeps sweeps;

  /** Of what that connection reaches. */
  public SessionStatistics(BulkAccess servers, MaintenanceKeys keys, Sweeps sweeps) {
    this.servers = servers;
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
    List<PrimarySample> samples =
        RateLimiter.answer(servers.primaries()).stream()
            .map(primary -> PrimarySample.of(primary, servers.bulk(), keys, deadline))
            .toList();
    return statistics(samples, RateLimiter.answer(sweeps.latest()));
  }

  private static Statistics statistics(List<PrimarySample> samples, Optional<SweepReport> latest) {
    return new Statistics(
        sum(samples, PrimarySample::allKeys),
        sum(samples, PrimarySample::sampled),
        sum(samples, PrimarySample::sessions),
        sum(samples, PrimarySample::users),
        sum(samples, PrimarySample::indexEntries),
        sum(samples, PrimarySample::memoryBytes),
        memoryMost(samples),
        samples.stream()
            .flatMap(primarySample -> primarySample.timesLeft().stream())
            .sorted()
            .map(Duration::ofMillis)
            .toList(),
        latest);
  }

  /** Without a limit for all there is none. */
  private static Optional<Long> memoryMost(List<PrimarySample> samples) {
    return samples.stream().allMatch(primarySample -> primarySample.memoryMost().isPresent())
        ? Optional.of(sum(samples, primarySample -> primarySample.memoryMost().orElse(0L)))
        : Optional.empty();
  }

  private static long sum(List<PrimarySample> samples, ToLongFunction<PrimarySample> number) {
    return samples.stream().mapToLong(number).sum();
  }
}
