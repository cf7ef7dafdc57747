package dev.sojourn.server.api;

import dev.sojourn.spi.SessionCare;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.spi.SweepRequest.Kind;
import dev.sojourn.spi.SweepStart.Begun;
import java.util.concurrent.CompletionStage;

/** The calls of an operator: sweeps and statistics. */
public final class CareApi {

  private static final Answer NO_SWEEP = Answer.of(Problem.noSweepYet());
  private static final Answer RUNNING = Answer.of(Problem.sweepRunning());

  private final SessionCare care;

  /** The calls over that. */
  public CareApi(SessionCare care) {
    this.care = care;
  }

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
        .thenApply(told -> Answer.json(200, out -> CareShapes.statistics(out, told)));
  }
}
