package dev.sojourn.server.internal.observe;

import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and measures the sweeps of a maintenance. */
public final class ObservedMaintenance implements SessionMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sojourn.sweep");

  private final SessionMaintenance maintenance;
  private final SweepMeters meters;

  /** Observes a maintenance. */
  public ObservedMaintenance(SessionMaintenance maintenance, SweepMeters meters) {
    this.maintenance = maintenance;
    this.meters = meters;
  }

  @Override
  public CompletionStage<JobStart<SweepReport>> sweep(SweepRequest request) {
    return maintenance.sweep(request).thenApply(this::observed);
  }

  @Override
  public CompletionStage<Optional<SweepReport>> latestSweep() {
    return maintenance.latestSweep();
  }

  @Override
  public CompletionStage<Statistics> statistics() {
    return maintenance.statistics();
  }

  @Override
  public void close() {
    maintenance.close();
  }

  private JobStart<SweepReport> observed(JobStart<SweepReport> start) {
    if (start instanceof JobStart.Started<SweepReport> started) {
      log(started.report(), "sweep started");
      started.end().thenAccept(end -> ended(started.report(), end));
    }
    return start;
  }

  private void ended(SweepReport start, SweepReport end) {
    meters.ended(start, end);
    log(end, end.detail().map(why -> "sweep ended early: " + why).orElse("sweep finished"));
  }

  private static void log(SweepReport report, String message) {
    LOG.atInfo()
        .addKeyValue("kind", report.mode().name().toLowerCase(Locale.ROOT))
        .addKeyValue("users", report.users())
        .addKeyValue("stale", report.stale())
        .addKeyValue("removed", report.removed())
        .addKeyValue("millis", report.took().toMillis())
        .log(message);
  }
}
