package dev.sojourn.redis.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisMigration;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.JobStart.AlreadyRunning;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.DifficultTexts;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A migration moves every session to another layout, and loses nothing (M4). */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#moved")
final class MigrationIT extends OnMoved {

  private static final Timeouts ODD =
      new Timeouts(Duration.ofMillis(7_654_321), Duration.ofMillis(87_654_321));

  MigrationIT(Setup setup) {
    super(setup);
  }

  @Test
  void everySessionIsTheSameInItsNewLayout() {
    for (Pair pair : pairs()) {
      redis.empty();
      List<TestClient> visits = hardOnes(pair.from());
      List<SessionRecord> before = visits.stream().map(TestClient::record).toList();
      List<Long> ends = visits.stream().map(this::end).toList();

      MigrationReport report = migrated(pair.to());

      assertThat(report.isComplete()).as("%s", report).isTrue();
      assertThat(report.moved()).as("%s", pair).isEqualTo(visits.size());
      assertThat(visits).allMatch(client -> type(client).equals(type(pair.to())));
      assertThat(visits.stream().map(TestClient::record).toList()).as("%s", pair).isEqualTo(before);
      for (int i = 0; i < ends.size(); i++) {
        assertThat(end(visits.get(i))).as("its end").isBetween(ends.get(i) - 1, ends.get(i) + LATE);
      }
      assertThat(ids("ada")).hasSize((int) visits.stream().filter(this::isAdas).count());
    }
  }

  private boolean isAdas(TestClient client) {
    return client.record().user().isPresent();
  }

  private List<TestClient> hardOnes(LayoutName layout) {
    List<TestClient> visits = new ArrayList<>();
    visits.add(Sample.anonymous().in(server(layout)));
    visits.add(Sample.of("ada").with(hard()).timeouts(ODD).in(roomy(layout)));
    for (String text : DifficultTexts.TEXTS) {
      if (text.chars().noneMatch(Character::isISOControl) && !text.isBlank()) {
        visits.add(Sample.of("ada").on(Device.labelled(text)).in(server(layout)));
      }
    }
    return visits;
  }

  private SessionStore roomy(LayoutName layout) {
    return fleet.store(
        "roomy " + layout,
        settings -> settings.withLayout(layout).withLimits(new SizeLimits(1 << 22, 1_000)));
  }

  private static Map<String, EncodedValue> hard() {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    DifficultTexts.JSON.forEach(
        json -> attributes.put("v" + attributes.size(), EncodedValue.json(json)));
    attributes.put("spaces", EncodedValue.json("{ \"a\" : [ 1, 2 ] }"));
    DifficultTexts.TEXTS.forEach(
        text -> attributes.put("v" + attributes.size(), EncodedValue.text(text)));
    DifficultTexts.NAMES.forEach(name -> attributes.put(name, EncodedValue.text(name)));
    return attributes;
  }

  @Test
  void everySecretOpensItAsBefore() {
    for (Pair pair : pairs()) {
      TestClient client = Sample.of("ada").in(server(pair.from()));
      TestClient current = client.rotated();
      TestClient sibling = client.rotated();
      assertOpens(current);
      assertThat(client.record().secrets().siblings()).hasSize(1);
      assertThat(client.record().secrets().replaced()).isPresent();
      assertStaysTheSame(client, pair.to());
      assertThat(List.of(current, sibling)).allMatch(this::opens);

      List<TestClient> pending = List.of(current.rotated(), current.rotated());
      assertThat(client.record().secrets().pending()).hasSize(2);
      assertStaysTheSame(client, pair.from());
      assertThat(pending).allMatch(this::opens);
      assertRefused(client.stranger());
    }
  }

  private void assertStaysTheSame(TestClient client, LayoutName to) {
    SessionRecord before = client.record();
    assertThat(migrated(to).moved()).isGreaterThan(0);
    assertThat(client.record()).isEqualTo(before);
    assertThat(type(client)).isEqualTo(type(to));
  }

  private boolean opens(TestClient client) {
    assertOpens(client);
    return true;
  }

  @Test
  void whatIsNoSessionIsLeftAsItIs() {
    for (Pair pair : pairs()) {
      redis.empty();
      TestClient newer = Sample.of("ada").in(server(pair.from()));
      SecretHash hash = newer.secret();
      String tail = newer.id().value().substring(newer.id().value().length() - 4);
      redis.set(key(newer), "secret", "2:" + tail + ":" + hash.text());
      TestClient list = Sample.of("bob").in(server(pair.from()));
      redis.at(key(list)).call("DEL", key(list));
      redis.at(key(list)).call("RPUSH", key(list), "x");
      redis.expireIn(key(list), 60_000);
      TestClient timeless = Sample.of("cyd").in(server(pair.from()));
      redis.at(key(timeless)).call("PERSIST", key(timeless));
      redis.at("session:no-id").call("SET", "session:no-id", "x", "PX", "60000");
      List<String> keys = List.of(key(newer), key(list), key(timeless), "session:no-id");
      List<String> before = keys.stream().map(redis::image).toList();

      MigrationReport report = migrated(pair.to());

      assertThat(report.isComplete()).isTrue();
      assertThat(report.moved()).isZero();
      assertThat(report.unreadable()).isEqualTo(2);
      assertThat(report.ended()).isEqualTo(1);
      assertThat(keys.stream().map(redis::image).toList()).isEqualTo(before);
      assertThat(redis.ttl(key(timeless))).isEqualTo(-1);
      redis.at(key(timeless)).call("DEL", key(timeless));
    }
  }

  @Test
  void aDryRunCountsAndChangesNothing() {
    for (Pair pair : pairs()) {
      redis.empty();
      List<TestClient> visits =
          some(30, Sample.of("ada").with("role", "admin"), server(pair.from()));
      Sample.of("ada").in(server(pair.to()));
      List<String> before = visits.stream().map(client -> redis.image(key(client))).toList();

      MigrationReport report = migrated(pair.to(), MigrationMode.DRY_RUN);

      assertThat(report.mode()).isEqualTo(MigrationMode.DRY_RUN);
      assertThat(report.moved()).isEqualTo(30);
      assertThat(report.already()).isEqualTo(1);
      assertThat(visits.stream().map(client -> redis.image(key(client))).toList())
          .isEqualTo(before);
    }
  }

  @Test
  void anUnfinishedMigrationIsResumed() {
    Pair pair = pairs().get(0);
    int count = 600;
    some(count, Sample.of("ada"), server(pair.from()));
    MigrationReport report;
    int parts = 0;
    try (RedisMigration migration = migration(pair.to())) {
      do {
        parts++;
        Started<MigrationReport> started =
            (Started<MigrationReport>)
                Await.of(migration.begin(MigrationMode.MOVE, Duration.ofMillis(5L * parts)));
        report = Await.of(started.end());
      } while (report.state() == State.FAILED);
      assertThat(Await.of(migration.latest())).contains(report);
    }
    assertThat(parts).isGreaterThan(1);
    assertThat(report.moved()).isEqualTo(count);
    assertThat(report.to()).isEqualTo(type(pair.to()).replace("ReJSON-RL", "json"));
  }

  @Test
  void ofManyBegunAtOnceOneRuns() {
    Pair pair = pairs().get(0);
    some(300, Sample.of("ada"), server(pair.from()));
    try (RedisMigration one = migration(pair.to());
        RedisMigration other = migration(pair.from())) {
      List<JobStart<MigrationReport>> starts =
          Concurrently.many(
              4, number -> Await.of((number % 2 == 0 ? one : other).begin(MigrationMode.DRY_RUN)));
      assertThat(starts).filteredOn(AlreadyRunning.class::isInstance).hasSize(3);
    }
  }

  @Test
  void everyServerIsToldOfEachMove() {
    Pair pair = pairs().get(0);
    TestClient client = Sample.of("ada").in(server(pair.from()));
    try (var listener = listener(key(client))) {
      migrated(pair.to());
      assertThat(Stream.generate(listener::next).filter(client.id().value()::equals).findFirst())
          .isPresent();
    }
  }
}
