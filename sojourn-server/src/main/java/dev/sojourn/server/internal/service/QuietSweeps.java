package dev.sojourn.server.internal.service;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.server.internal.service.QuietHours.Window;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.spi.SweepRequest.Kind;
import dev.sojourn.spi.SweepStart;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps once in the quiet hours of each day, and not a moment after them. Every server of a fleet
 * looks once a minute whether that is done; the first to begin has the fleet's lease.
 */
public final class QuietSweeps implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sojourn.sweep");
  private static final SweepStart NOT_DUE = new SweepStart.AlreadyRunning();
  private static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);

  private final SessionMaintenance maintenance;
  private final QuietHours hours;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(QuietSweeps::thread);
  private String lastFailure = "";

  public QuietSweeps(SessionMaintenance maintenance, QuietHours hours, InstantSource clock) {
    this.maintenance = maintenance;
    this.hours = hours;
    this.clock = clock;
  }

  /** Says when there will be sweeps, or why there can be none, and begins to look. */
  @SuppressWarnings("FutureReturnValueIgnored")
  public // each check sees to its own failures
  void start() {
    LOG.info("sweeping once a day within {}", hours);
    maintenance.latestSweep().whenComplete((latest, failure) -> logFailure(failure));
    timer.scheduleWithFixedDelay(this::check, 1, CHECK_INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  /** Begins a sweep if it is time for one. */
  void check() {
    hours.window(clock.instant()).ifPresent(this::sweepIfDue);
  }

  private void sweepIfDue(Window window) {
    maintenance
        .latestSweep()
        .thenCompose(
            latest ->
                isDue(latest, window)
                    ? maintenance.sweep(request(window))
                    : completedStage(NOT_DUE))
        .whenComplete((done, failure) -> logFailure(failure));
  }

  private SweepRequest request(Window window) {
    return new SweepRequest(Kind.REMOVE, Duration.between(clock.instant(), window.end()));
  }

  /** One that was not done is gone on with, as long as the hours last. */
  private static boolean isDue(Optional<SweepReport> latest, Window window) {
    return latest
        .map(
            report ->
                report.state() != State.RUNNING
                    && (report.state() != State.DONE
                        || report.kind() != Kind.REMOVE
                        || report.startedAt().isBefore(window.start())))
        .orElse(true);
  }

  /** Each trouble once, until there is none or another. */
  private synchronized void logFailure(@Nullable Throwable failure) {
    String message = failure == null ? "" : sentence(failure);
    if (!message.isEmpty() && !message.equals(lastFailure)) {
      LOG.warn("cannot sweep, but sessions are served: {}", message);
    }
    lastFailure = message;
  }

  private static String sentence(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return String.valueOf(cause.getMessage());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sojourn-quiet-hours");
    thread.setDaemon(true);
    return thread;
  }
}
