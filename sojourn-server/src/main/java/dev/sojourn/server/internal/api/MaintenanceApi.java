package dev.sojourn.server.internal.api;

import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The operations under {@code /v1/sweeps} and {@code /v1/stats}. */
public final class MaintenanceApi {

  private static final HttpAnswer NO_SWEEP = HttpAnswer.of(Problem.noSweepYet());
  private static final HttpAnswer RUNNING = HttpAnswer.of(Problem.sweepRunning());

  private final SessionMaintenance maintenance;
  private final Supplier<Optional<NearCacheStatus>> nearCache;

  /**
   * The operations.
   *
   * @param nearCache the state of this process's near cache; empty if it is off
   */
  public MaintenanceApi(
      SessionMaintenance maintenance, Supplier<Optional<NearCacheStatus>> nearCache) {
    this.maintenance = maintenance;
    this.nearCache = nearCache;
  }

  /**
   * The near cache of a process since its start.
   *
   * @param hits accesses answered from the cache
   * @param misses accesses that asked Redis
   * @param size approximate number of cached sessions
   * @param connections number of subscribed connections, one to each primary
   * @param held how many of them hold a lease
   * @param leaseAge age of the oldest lease; empty without one
   */
  public record NearCacheStatus(
      long hits, long misses, long size, int connections, int held, Optional<Duration> leaseAge) {}

  /** Starts a sweep: 202 with its report, or 409 while one runs anywhere in the fleet. */
  public CompletionStage<HttpAnswer> sweep(HttpCall call) {
    SweepMode mode = call.body().flag("dryRun", false) ? SweepMode.DRY_RUN : SweepMode.REMOVE;
    return maintenance
        .sweep(SweepRequest.of(mode))
        .thenApply(
            start ->
                start instanceof JobStart.Started<SweepReport> started
                    ? HttpAnswer.json(202, out -> MaintenanceJson.sweep(out, started.report()))
                    : RUNNING);
  }

  /** Returns the report of the fleet's latest sweep: 200, or 404 if none is on record. */
  public CompletionStage<HttpAnswer> latestSweep(HttpCall call) {
    return maintenance
        .latestSweep()
        .thenApply(
            latest ->
                latest
                    .map(report -> HttpAnswer.json(200, out -> MaintenanceJson.sweep(out, report)))
                    .orElse(NO_SWEEP));
  }

  /** Counts sessions, users and keys: 200. */
  public CompletionStage<HttpAnswer> statistics(HttpCall call) {
    return maintenance
        .statistics()
        .thenApply(
            statistics ->
                HttpAnswer.json(
                    200, out -> MaintenanceJson.statistics(out, statistics, nearCache.get())));
  }
}
