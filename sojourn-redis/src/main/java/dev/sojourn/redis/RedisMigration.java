package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.DictionaryStore;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import dev.sojourn.redis.internal.lookup.SessionLookup;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.maintenance.Migrations;
import dev.sojourn.redis.internal.maintenance.PermissionCheck;
import dev.sojourn.redis.internal.migration.MigrationCheck;
import dev.sojourn.redis.internal.migration.SessionMigrator;
import dev.sojourn.redis.internal.startup.ConnectionFactory;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Migrates all sessions to the configured layout, naming and compression, while servers keep using
 * them. Uses a connection and a thread of its own, with a Redis user that may scan the keys and
 * write sessions. Thread-safe; close it after use.
 */
public final class RedisMigration implements AutoCloseable {

  private static final PermissionCheck PERMISSIONS =
      new PermissionCheck("which a migration needs; docs/storage.md has a user for it");

  /** Longer than any migration takes. */
  private static final Duration NO_LIMIT = Duration.ofDays(7);

  private final RedisConnection connection;
  private final Migrations migrations;

  private RedisMigration(RedisConnection connection, Migrations migrations) {
    this.connection = connection;
    this.migrations = migrations;
  }

  /**
   * Connects and checks the permissions. Blocks.
   *
   * @param settings URI, layout, naming, short names, compression, keyspace, namespace, size limits
   *     and command timeout are used
   * @throws dev.sojourn.StoreUnavailable when the server does not answer or is not supported, such
   *     as one without the JSON type for {@link LayoutName#JSON}
   * @throws dev.sojourn.MaintenanceNotAllowed when the Redis user lacks a permission
   * @throws IllegalArgumentException when the URI is malformed
   */
  public static RedisMigration connect(RedisSettings settings) {
    return connect(settings, JobSettings.DEFAULT);
  }

  /** See {@link #connect(RedisSettings)}; with other timing of the job. */
  public static RedisMigration connect(RedisSettings settings, JobSettings jobs) {
    return ConnectionFactory.open(settings, connection -> checked(connection, settings, jobs));
  }

  private static CompletionStage<RedisMigration> checked(
      RedisConnection connection, RedisSettings settings, JobSettings jobs) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return new MigrationCheck(connection, settings, keys, PERMISSIONS)
        .run()
        .thenCompose(layouts -> migration(connection, settings, keys, layouts, jobs));
  }

  private static CompletionStage<RedisMigration> migration(
      RedisConnection connection,
      RedisSettings settings,
      Keyspace keys,
      Set<LayoutName> readable,
      JobSettings jobs) {
    DictionaryStore dictionaries = new DictionaryStore(connection, keys);
    List<Layout<?>> layouts = LayoutSet.of(settings, readable, dictionaries);
    SessionLookup lookup = new SessionLookup(connection, settings, dictionaries, layouts);
    StoreContext context = new StoreContext(connection, keys, lookup, layouts.get(0), settings);
    Migrations migrations =
        new Migrations(connection, keys, new SessionMigrator(context, layouts), jobs);
    return dictionaries
        .refresh()
        .thenApply(refreshed -> new RedisMigration(connection, migrations));
  }

  /**
   * Starts a migration, unless one is running in the fleet. Resumes an unfinished one of the same
   * mode and target. Does not block; the migration runs on a thread of its own.
   *
   * @param mode whether sessions are migrated or only counted
   * @return whether it has started; fails with {@link dev.sojourn.StoreUnavailable} when Redis does
   *     not answer
   */
  public CompletionStage<JobStart<MigrationReport>> begin(MigrationMode mode) {
    return begin(mode, NO_LIMIT);
  }

  /**
   * See {@link #begin(MigrationMode)}; with a time limit.
   *
   * @param timeLimit after which the migration stops and can be resumed; by default 7 days
   */
  public CompletionStage<JobStart<MigrationReport>> begin(MigrationMode mode, Duration timeLimit) {
    return translated(migrations.begin(mode, timeLimit));
  }

  /**
   * The status of the fleet's latest migration; empty without one in the last 7 days. Does not
   * block; fails with {@link dev.sojourn.StoreUnavailable} when Redis does not answer.
   */
  public CompletionStage<Optional<MigrationReport>> latest() {
    return translated(migrations.latest());
  }

  /**
   * Stops the migration that runs here, which can be resumed later, and closes the connection.
   * Blocks for up to 2 s.
   */
  @Override
  public void close() {
    migrations.close();
    connection.close();
  }

  private static <T> CompletionStage<T> translated(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failure -> failedStage(RedisErrors.translated(failure)));
  }
}
