package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Starts migrations, at most one at a time in the fleet, and reports on the latest. Thread-safe.
 */
public final class Migrations {

  private static final Logger LOG = System.getLogger(Migrations.class.getName());

  private final MaintenanceKeys keys;
  private final RecordMigrator migrator;
  private final Jobs jobs;

  /** Migrations on that connection. */
  public Migrations(
      RedisConnection connection,
      MaintenanceKeys keys,
      RecordMigrator migrator,
      JobSettings settings) {
    this.keys = keys;
    this.migrator = migrator;
    this.jobs = new Jobs(connection, "sojourn-migration", keys.migrations(), settings);
  }

  /** Starts a migration on its own thread, unless one is running in the fleet. */
  public CompletionStage<JobStart<MigrationReport>> begin(MigrationMode mode, Duration timeLimit) {
    return jobs.begin(
            Migration.kind(mode, migrator),
            timeLimit,
            saved -> new Migration(keys, migrator, mode, saved))
        .thenApply(
            begun ->
                begun
                    .<JobStart<MigrationReport>>map(Migrations::begun)
                    .orElseGet(JobStart.AlreadyRunning::new));
  }

  /** The latest migration; one that is running but whose lease has expired was killed. */
  public CompletionStage<Optional<MigrationReport>> latest() {
    return jobs.latest()
        .thenApply(
            latest -> latest.isEmpty() ? Optional.empty() : Optional.of(Migration.report(latest)));
  }

  /** Stops the migration that runs here, and waits up to 2 s until it has saved its status. */
  public void close() {
    jobs.close();
  }

  private static JobStart<MigrationReport> begun(Jobs.Begun begun) {
    return new JobStart.Started<>(
        Migration.report(begun.status()),
        begun.end().thenApply(Migration::report).thenApply(Migrations::logged));
  }

  private static MigrationReport logged(MigrationReport end) {
    LOG.log(Level.INFO, "A migration has ended: {0}", end);
    return end;
  }
}
