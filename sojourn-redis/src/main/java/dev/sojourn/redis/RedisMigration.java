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
 * Moves the sessions of a Redis into the layout of its settings, while servers serve them: on a
 * connection and a thread of its own, as a user who may walk over the keys and write sessions.
 * Thread-safe; to be closed.
 */
public final class RedisMigration implements AutoCloseable {

  private static final PermissionCheck RIGHTS =
      new PermissionCheck("which a migration needs; docs/storage.md has a user for it");

  /** Longer than any migration takes. */
  private static final Duration ANY_TIME = Duration.ofDays(7);

  private final RedisConnection connection;
  private final Migrations migrations;

  private RedisMigration(RedisConnection connection, Migrations migrations) {
    this.connection = connection;
    this.migrations = migrations;
  }

  /**
   * Connects, and looks first at what it may do. Of the settings it needs URI, layout, keyspace,
   * namespace and command timeout.
   *
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do: it has no
   *     JSON type for layout {@code json}
   * @throws dev.sojourn.MaintenanceNotAllowed when it refuses what a migration needs
   * @throws IllegalArgumentException when the URI is none
   */
  public static RedisMigration connect(RedisSettings settings) {
    return connect(settings, JobSettings.DEFAULT);
  }

  public static RedisMigration connect(RedisSettings settings, JobSettings jobs) {
    return ConnectionFactory.open(settings, connection -> begun(connection, settings, jobs));
  }

  private static CompletionStage<RedisMigration> begun(
      RedisConnection connection, RedisSettings settings, JobSettings jobs) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return new MigrationCheck(connection, settings, keys, RIGHTS)
        .look()
        .thenCompose(able -> over(connection, settings, keys, able, jobs));
  }

  private static CompletionStage<RedisMigration> over(
      RedisConnection connection,
      RedisSettings settings,
      Keyspace keys,
      Set<LayoutName> able,
      JobSettings jobs) {
    DictionaryStore dictionaries = new DictionaryStore(connection, keys);
    List<Layout<?>> layouts = LayoutSet.of(settings, able, dictionaries);
    SessionLookup lookup = new SessionLookup(connection, settings, dictionaries, layouts);
    StoreContext context = new StoreContext(connection, keys, lookup, layouts.get(0), settings);
    Migrations migrations =
        new Migrations(connection, keys, new SessionMigrator(context, layouts), jobs);
    return dictionaries.look().thenApply(looked -> new RedisMigration(connection, migrations));
  }

  /**
   * Begins to move them; one migration at a time in the whole fleet. An unfinished one of the same
   * kind is gone on with. The stage fails with {@link dev.sojourn.StoreUnavailable} when Redis does
   * not answer.
   */
  public CompletionStage<JobStart<MigrationReport>> begin(MigrationMode kind) {
    return begin(kind, ANY_TIME);
  }

  public CompletionStage<JobStart<MigrationReport>> begin(MigrationMode kind, Duration atMost) {
    return translated(migrations.begin(kind, atMost));
  }

  /** How the latest migration of the fleet stands; empty when none is remembered. */
  public CompletionStage<Optional<MigrationReport>> latest() {
    return translated(migrations.latest());
  }

  /** Stops what is under way here; it can be gone on with. Blocks a little. */
  @Override
  public void close() {
    migrations.close();
    connection.close();
  }

  private static <T> CompletionStage<T> translated(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failure -> failedStage(RedisErrors.translated(failure)));
  }
}
