package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Sweeps of a fleet, one at a time: begun here or elsewhere. Thread-safe. */
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

  /** Begins one on a thread of its own, unless one is under way in the fleet. */
  public CompletionStage<JobStart<SweepReport>> begin(SweepRequest request) {
    return jobs.begin(
            JobStatus.name(request.mode()),
            request.atMost(),
            remembered -> new Sweep(connection, keys, SweepProgress.of(request.mode(), remembered)))
        .thenApply(
            begun ->
                begun
                    .<JobStart<SweepReport>>map(Sweeps::begun)
                    .orElseGet(JobStart.AlreadyRunning::new));
  }

  /** The latest one; one that runs and whose lease is over was killed. */
  public CompletionStage<Optional<SweepReport>> latest() {
    return jobs.latest()
        .thenApply(
            latest -> latest.isEmpty() ? Optional.empty() : Optional.of(JobStatus.report(latest)));
  }

  /** Stops the one that runs here, and waits a little until it has said so. */
  public void close() {
    jobs.close();
  }

  private static JobStart<SweepReport> begun(Jobs.Begun begun) {
    return new JobStart.Started<>(
        JobStatus.report(begun.latest()), begun.end().thenApply(JobStatus::report));
  }
}
