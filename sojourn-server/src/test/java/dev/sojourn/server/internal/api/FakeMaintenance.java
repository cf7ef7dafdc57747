package dev.sojourn.server.internal.api;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.SessionMaintenance;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A fake maintenance: a sweep starts, and runs until the test ends it. Thread-safe. */
public final class FakeMaintenance implements SessionMaintenance {

  static final Instant BEGUN = Instant.parse("2026-11-24T01:00:12.345Z");

  private final List<SweepRequest> requests = new ArrayList<>();
  private Optional<SweepReport> latest = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();
  private CompletableFuture<SweepReport> end = new CompletableFuture<>();
  private boolean closed;

  @Override
  public synchronized CompletionStage<JobStart<SweepReport>> sweep(SweepRequest request) {
    return answered(
        () -> {
          requests.add(request);
          if (latest.filter(report -> report.state() == State.RUNNING).isPresent()) {
            return new JobStart.AlreadyRunning<>();
          }
          SweepReport report = report(State.RUNNING, request.mode(), 0, 0, BEGUN);
          latest = Optional.of(report);
          end = new CompletableFuture<>();
          return new JobStart.Started<>(report, end);
        });
  }

  @Override
  public synchronized CompletionStage<Optional<SweepReport>> latestSweep() {
    return answered(() -> latest);
  }

  @Override
  public synchronized CompletionStage<Statistics> statistics() {
    return answered(
        () ->
            new Statistics(
                30_000,
                10_000,
                19_000,
                9_000,
                21_000,
                7_000_000,
                Optional.of(9_000_000L),
                Optional.of("volatile-lru"),
                List.of(Duration.ofSeconds(1), Duration.ofMinutes(20)),
                latest));
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** The requests so far. */
  public synchronized List<SweepRequest> requests() {
    return List.copyOf(requests);
  }

  /** Makes every later call fail. */
  public synchronized void fail(Throwable with) {
    failure = Optional.of(with);
  }

  public synchronized void heal() {
    failure = Optional.empty();
  }

  /** Sets the latest sweep and ends it. */
  public synchronized void remember(SweepReport report) {
    latest = Optional.of(report);
    end.complete(report);
  }

  public static SweepReport report(
      State state, SweepMode kind, long users, long stale, Instant startedAt) {
    long removed = kind == SweepMode.REMOVE ? stale : 0;
    return new SweepReport(
        state, kind, users, stale, removed, startedAt, Duration.ofMillis(1500), Optional.empty());
  }

  private <T> CompletionStage<T> answered(Supplier<T> answer) {
    return failure.isPresent() ? failedStage(failure.get()) : completedStage(answer.get());
  }
}
