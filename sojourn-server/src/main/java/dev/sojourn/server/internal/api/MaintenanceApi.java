package dev.sojourn.server.internal.api;

import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The calls of an operator: sweeps and statistics. */
public final class MaintenanceApi {

  private static final HttpAnswer NO_SWEEP = HttpAnswer.of(Problem.noSweepYet());
  private static final HttpAnswer RUNNING = HttpAnswer.of(Problem.sweepRunning());

  private final SessionMaintenance maintenance;
  private final Supplier<Optional<NearCacheUse>> kept;

  /**
   * The calls over that.
   *
   * @param kept what this process keeps near, where it does
   */
  public MaintenanceApi(SessionMaintenance maintenance, Supplier<Optional<NearCacheUse>> kept) {
    this.maintenance = maintenance;
    this.kept = kept;
  }

  /**
   * What a process keeps near, since it began.
   *
   * @param hits accesses answered from it
   * @param misses accesses that asked Redis
   * @param size how many sessions are kept, roughly
   * @param connections how many connections for invalidations it has, one to each primary
   * @param held how many of them prove that nothing was missed
   * @param leaseAge how long ago the oldest proof was asked for; empty without one
   */
  public record NearCacheUse(
      long hits, long misses, long size, int connections, int held, Optional<Duration> leaseAge) {}

  /** Begins a sweep: 202 with how it stands, or 409 while one runs anywhere in the fleet. */
  public CompletionStage<HttpAnswer> sweep(HttpCall call) {
    SweepMode kind = call.body().flag("dryRun", false) ? SweepMode.DRY_RUN : SweepMode.REMOVE;
    return maintenance
        .sweep(SweepRequest.of(kind))
        .thenApply(
            start ->
                start instanceof Started<SweepReport> started
                    ? HttpAnswer.json(202, out -> MaintenanceJson.sweep(out, started.report()))
                    : RUNNING);
  }

  /** How the latest sweep of the fleet stands: 200, or 404 when none is remembered. */
  public CompletionStage<HttpAnswer> latestSweep(HttpCall call) {
    return maintenance
        .latestSweep()
        .thenApply(
            latest ->
                latest
                    .map(report -> HttpAnswer.json(200, out -> MaintenanceJson.sweep(out, report)))
                    .orElse(NO_SWEEP));
  }

  /** How much there is: 200. */
  public CompletionStage<HttpAnswer> statistics(HttpCall call) {
    return maintenance
        .statistics()
        .thenApply(
            told -> HttpAnswer.json(200, out -> MaintenanceJson.statistics(out, told, kept.get())));
  }
}
