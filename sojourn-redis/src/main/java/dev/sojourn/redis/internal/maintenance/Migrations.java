package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Migrations of a fleet, one at a time: begun here or elsewhere. Thread-safe. */
public final class Migrations {

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private final MaintenanceKeys keys;
  private final RecordMigrator recordMigrator;
  private final Jobs jobs;

  /** Migrations on that connection. */
  public Migrations(
      RedisConnection connection,
      MaintenanceKeys keys,
      RecordMigrator recordMigrator,
      JobSettings settings) {
    this.keys = keys;
    this.recordMigrator = recordMigrator;
    this.jobs = new Jobs(connection, "sojourn-migration", keys.migrations(), settings);
  }

  /** Begins one on a thread of its own, unless one is under way in the fleet. */
  public CompletionStage<JobStart<MigrationReport>> begin(MigrationMode kind, Duration atMost) {
    return jobs.begin(
            Migration.kind(kind, recordMigrator),
            atMost,
            remembered -> new Migration(keys, recordMigrator, kind, remembered))
        .thenApply(
            begun ->
                begun
                    .<JobStart<MigrationReport>>map(Migrations::begun)
                    .orElseGet(JobStart.AlreadyRunning::new));
  }

  /** The latest one; one that runs and whose lease is over was killed. */
  public CompletionStage<Optional<MigrationReport>> latest() {
    return jobs.latest()
        .thenApply(
            latest -> latest.isEmpty() ? Optional.empty() : Optional.of(Migration.report(latest)));
  }

  /** Stops the one that runs here, and waits a little until it has said so. */
  public void close() {
    jobs.close();
  }

  private static JobStart<MigrationReport> begun(Jobs.Begun begun) {
    return new JobStart.Started<>(
        Migration.report(begun.latest()),
        begun.end().thenApply(Migration::report).thenApply(Migrations::logged));
  }

  private static MigrationReport logged(MigrationReport end) {
    LOG.info("a migration has ended: {}", end);
    return end;
  }
}
