package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Starts sweeps, at most one at a time in the fleet, and reports on the latest. Thread-safe. */
public final class Sweeps {

  private final RedisConnection connection;
  private final MaintenanceKeys keys;
  private final Jobs jobs;

  /** Sweeps on that connection. */
  public Sweeps(RedisConnection connection, MaintenanceKeys keys, JobSettings settings) {
    this.connection = connection;
    this.keys = keys;
    this.jobs = new Jobs(connection, "sojourn-sweep", keys.sweeps(), settings);
  }

  /** Starts a sweep on its own thread, unless one is running in the fleet. */
  public CompletionStage<JobStart<SweepReport>> begin(SweepRequest request) {
    return jobs.begin(
            JobStatus.name(request.mode()),
            request.atMost(),
            saved ->
                new Sweep(connection.bulk(), keys, SweepProgress.resume(request.mode(), saved)))
        .thenApply(
            begun ->
                begun
                    .<JobStart<SweepReport>>map(Sweeps::begun)
                    .orElseGet(JobStart.AlreadyRunning::new));
  }

  /** The latest sweep; one that is running but whose lease has expired was killed. */
  public CompletionStage<Optional<SweepReport>> latest() {
    return jobs.latest()
        .thenApply(
            latest -> latest.isEmpty() ? Optional.empty() : Optional.of(JobStatus.report(latest)));
  }

  /** Stops the sweep that runs here, and waits up to 2 s until it has saved its status. */
  public void close() {
    jobs.close();
  }

  private static JobStart<SweepReport> begun(Jobs.Begun begun) {
    return new JobStart.Started<>(
        JobStatus.report(begun.status()), begun.end().thenApply(JobStatus::report));
  }
}
