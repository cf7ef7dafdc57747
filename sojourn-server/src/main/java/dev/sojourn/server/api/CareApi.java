package dev.sojourn.server.api;

import dev.sojourn.spi.SessionCare;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.spi.SweepRequest.Kind;
import dev.sojourn.spi.SweepStart.Begun;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The calls of an operator: sweeps and statistics. */
public final class CareApi {

  private static final Answer NO_SWEEP = Answer.of(Problem.noSweepYet());
  private static final Answer RUNNING = Answer.of(Problem.sweepRunning());

  private final SessionCare care;
  private final Supplier<Optional<Kept>> kept;

  /**
   * The calls over that.
   *
   * @param kept what this process keeps near, where it does
   */
  public CareApi(SessionCare care, Supplier<Optional<Kept>> kept) {
    this.care = care;
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
  public record Kept(
      long hits, long misses, long size, int connections, int held, Optional<Duration> leaseAge) {}

  /** Begins a sweep: 202 with how it stands, or 409 while one runs anywhere in the fleet. */
  public CompletionStage<Answer> sweep(Call call) {
    Kind kind = call.body().flag("dryRun", false) ? Kind.DRY_RUN : Kind.REMOVE;
    return care.sweep(SweepRequest.of(kind))
        .thenApply(
            start ->
                start instanceof Begun begun
                    ? Answer.json(202, out -> CareShapes.sweep(out, begun.report()))
                    : RUNNING);
  }

  /** How the latest sweep of the fleet stands: 200, or 404 when none is remembered. */
  public CompletionStage<Answer> latestSweep(Call call) {
    return care.latestSweep()
        .thenApply(
            latest ->
                latest
                    .map(report -> Answer.json(200, out -> CareShapes.sweep(out, report)))
                    .orElse(NO_SWEEP));
  }

  /** How much there is: 200. */
  public CompletionStage<Answer> statistics(Call call) {
    return care.statistics()
        .thenApply(told -> Answer.json(200, out -> CareShapes.statistics(out, told, kept.get())));
  }
}
