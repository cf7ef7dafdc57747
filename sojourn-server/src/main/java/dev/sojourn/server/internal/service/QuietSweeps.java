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
 * Sweeps once in the quiet hours of each day, and not a moment after them. Every server of a fleet
 * looks once a minute whether that is done; the first to begin has the fleet's lease.
 */
public final class QuietSweeps implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sojourn.sweep");
  private static final JobStart<SweepReport> NOT_DUE = new JobStart.AlreadyRunning<>();
  private static final Duration LOOKS = Duration.ofMinutes(1);

  private final SessionMaintenance maintenance;
  private final QuietHours hours;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(QuietSweeps::thread);
  private String lastTrouble = "";

  public QuietSweeps(SessionMaintenance maintenance, QuietHours hours, InstantSource clock) {
    this.maintenance = maintenance;
    this.hours = hours;
    this.clock = clock;
  }

  /** Says when there will be sweeps, or why there can be none, and begins to look. */
  @SuppressWarnings("FutureReturnValueIgnored")
  public // each look sees to its own failures
  void start() {
    LOG.info("sweeps are within {}, once a day", hours);
    maintenance.latestSweep().whenComplete((latest, failure) -> told(failure));
    timer.scheduleWithFixedDelay(this::look, 1, LOOKS.toSeconds(), TimeUnit.SECONDS);
  }

  /** Begins a sweep if it is time for one. */
  void look() {
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
        .whenComplete((done, failure) -> told(failure));
  }

  private SweepRequest request(Window window) {
    return new SweepRequest(SweepMode.REMOVE, Duration.between(clock.instant(), window.end()));
  }

  /** One that was not done is gone on with, as long as the hours last. */
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

  /** Each trouble once, until there is none or another. */
  private synchronized void told(@Nullable Throwable failure) {
    String trouble = failure == null ? "" : sentence(failure);
    if (!trouble.isEmpty() && !trouble.equals(lastTrouble)) {
      LOG.warn("there is no sweep, sessions are served: {}", trouble);
    }
    lastTrouble = trouble;
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
