package dev.sojourn.server.internal.observe;

import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What looks after sessions, with each sweep's beginning and end in the log and the metrics. */
public final class ObservedMaintenance implements SessionMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sojourn.sweep");

  private final SessionMaintenance maintenance;
  private final SweepMeters meters;

  /** Observes that. */
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
    if (start instanceof Started<SweepReport> started) {
      log(started.report(), "a sweep has begun");
      started.end().thenAccept(end -> ended(started.report(), end));
    }
    return start;
  }

  private void ended(SweepReport started, SweepReport end) {
    meters.ended(started, end);
    log(end, end.detail().map(why -> "a sweep ended early: " + why).orElse("a sweep is done"));
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
