package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.care.CareSettings;
import dev.sojourn.redis.care.Migrations;
import dev.sojourn.redis.care.Rights;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.MigrationReport.Kind;
import dev.sojourn.spi.MigrationStart;
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

  private static final Rights RIGHTS =
      new Rights("which a migration needs; docs/storage.md has a user for it");

  /** Longer than any migration takes. */
  private static final Duration ANY_TIME = Duration.ofDays(7);

  private final Wire wire;
  private final Migrations migrations;

  private RedisMigration(Wire wire, Migrations migrations) {
    this.wire = wire;
    this.migrations = migrations;
  }

  /**
   * Connects, and looks first at what it may do. Of the settings it needs URI, layout, keyspace,
   * namespace and command timeout.
   *
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do: it has no
   *     JSON type for layout {@code json}
   * @throws dev.sojourn.CareNotAllowed when it refuses what a migration needs
   * @throws IllegalArgumentException when the URI is none
   */
  public static RedisMigration connect(RedisSettings settings) {
    return connect(settings, CareSettings.DEFAULT);
  }

  static RedisMigration connect(RedisSettings settings, CareSettings care) {
    return Doors.open(settings, wire -> begun(wire, settings, care));
  }

  private static CompletionStage<RedisMigration> begun(
      Wire wire, RedisSettings settings, CareSettings care) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return new MigrationCheck(wire, settings, keys, RIGHTS)
        .look()
        .thenCompose(able -> over(wire, settings, keys, able, care));
  }

  private static CompletionStage<RedisMigration> over(
      Wire wire, RedisSettings settings, Keyspace keys, Set<LayoutName> able, CareSettings care) {
    RedisDictionaries dictionaries = new RedisDictionaries(wire, keys);
    List<Layout<?>> layouts = Layouts.of(settings, able, dictionaries);
    Lookup lookup = new Lookup(wire, settings, dictionaries, layouts);
    Backend backend = new Backend(wire, keys, lookup, layouts.get(0), settings);
    Migrations migrations = new Migrations(wire, keys, new Moving(backend, layouts), care);
    return dictionaries.look().thenApply(looked -> new RedisMigration(wire, migrations));
  }

  /**
   * Begins to move them; one migration at a time in the whole fleet. An unfinished one of the same
   * kind is gone on with. The stage fails with {@link dev.sojourn.StoreUnavailable} when Redis does
   * not answer.
   */
  public CompletionStage<MigrationStart> begin(Kind kind) {
    return begin(kind, ANY_TIME);
  }

  CompletionStage<MigrationStart> begin(Kind kind, Duration atMost) {
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
    wire.close();
  }

  private static <T> CompletionStage<T> translated(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failure -> failedStage(RedisErrors.translated(failure)));
  }
}
