package dev.sojourn.redis.migration;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisMigration;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tests of migrations between layouts: a server for each layout, and the migration. */
abstract class OnMoved extends OnRedis {

  /** Reports at every step, and stops retrying soon. */
  static final JobSettings EAGER =
      new JobSettings(
          Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(2), Duration.ofDays(1));

  /** How much later a deadline may be when a server is stalled between two commands of a script. */
  static final long LATE = 250;

  OnMoved(Setup setup) {
    super(setup);
  }

  /** A migration from one layout to another. */
  record Pair(LayoutName from, LayoutName to) {}

  List<Pair> pairs() {
    return setup.able().stream()
        .flatMap(from -> setup.able().stream().map(to -> new Pair(from, to)))
        .filter(pair -> pair.from() != pair.to())
        .toList();
  }

  /** A server that writes new sessions in that layout. */
  final SessionStore server(LayoutName layout) {
    return fleet.store("server " + layout, settings -> settings.withLayout(layout));
  }

  final RedisMigration migration(LayoutName to) {
    return RedisMigration.connect(setup.migrateSettings(to), EAGER);
  }

  /** Runs a whole migration, and returns its report. */
  final MigrationReport migrated(LayoutName to) {
    return migrated(to, MigrationMode.MOVE);
  }

  final MigrationReport migrated(LayoutName to, MigrationMode kind) {
    try (RedisMigration migration = migration(to)) {
      return Await.of(((Started<MigrationReport>) Await.of(migration.begin(kind))).end());
    }
  }

  final List<TestClient> some(int count, Sample sample, SessionStore server) {
    return Stream.generate(() -> sample.in(server)).limit(count).toList();
  }

  /** The Redis type of a session in that layout. */
  static String type(LayoutName layout) {
    return layout == LayoutName.JSON ? "ReJSON-RL" : layout.name().toLowerCase(Locale.ROOT);
  }

  /** When Redis expires it, in milliseconds. */
  final long end(TestClient client) {
    return redis.at(key(client)).number("PEXPIRETIME", key(client));
  }

  final String type(TestClient client) {
    return redis.at(key(client)).text("TYPE", key(client));
  }
}
