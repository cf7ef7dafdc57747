package dev.sojourn.server.internal.service;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.server.internal.service.QuietHours.Window;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
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
 * Sweeps once a day, within the quiet hours. Every server of the fleet checks once a minute whether
 * a sweep is due; the first one to start it takes the fleet's lease.
 */
public final class QuietSweeps implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sojourn.sweep");
  private static final JobStart<SweepReport> NOT_DUE = new JobStart.AlreadyRunning<>();
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

  /** Logs the quiet hours, or why sweeps are impossible, and starts to check. */
  @SuppressWarnings("FutureReturnValueIgnored") // each check logs its own failures
  public void start() {
    LOG.info("sweeping once a day within {}", hours);
    maintenance.latestSweep().whenComplete((latest, failure) -> logFailure(failure));
    timer.scheduleWithFixedDelay(this::check, 1, CHECK_INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  /** Starts a sweep if one is due. */
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
    return new SweepRequest(SweepMode.REMOVE, Duration.between(clock.instant(), window.end()));
  }

  /** An interrupted sweep is resumed as long as the quiet hours last. */
  private static boolean isDue(Optional<SweepReport> latest, Window window) {
    return latest
        .map(
            report ->
                report.state() != State.RUNNING
                    && (report.state() != State.DONE
                        || report.mode() != SweepMode.REMOVE
                        || report.startedAt().isBefore(window.start())))
        .orElse(true);
  }

  /** Logs a failure once, until it changes or goes away. */
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
