package dev.sojourn.redis.migration;

import static dev.sojourn.redis.rig.Meanwhile.named;
import static dev.sojourn.redis.rig.Meanwhile.once;
import static dev.sojourn.redis.rig.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisMigration;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.layout.Dictionaries;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes between two steps of a session's migration, and migrations between two steps of a server.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#movedStandalone")
final class MigrationSchedulesIT extends OnMoved {

  private static final JobSettings IMPATIENT =
      new JobSettings(
          Duration.ofSeconds(10), Duration.ZERO, Duration.ofMillis(100), Duration.ofDays(1));

  MigrationSchedulesIT(Setup setup) {
    super(setup);
  }

  @Test
  void aSessionThatEndsMeanwhileStaysEnded() {
    for (Pair pair : pairs()) {
      TestClient client = Sample.of("ada").in(server(pair.from()));

      MigrationReport report = migratedWhile(pair, client::revoke);

      assertThat(report.ended()).isEqualTo(1);
      assertThat(report.isComplete()).isTrue();
      assertThat(client.isLive()).isFalse();
      assertThat(redis.holds(key(client))).isFalse();
    }
  }

  @Test
  void whatChangesMeanwhileIsKept() {
    Map<String, Consumer<TestClient>> deeds = new LinkedHashMap<>();
    deeds.put("update", client -> client.put("role", "guest"));
    deeds.put("rotation", TestClient::rotated);
    deeds.put("touch", client -> touch(client, 600_000));
    for (Pair pair : pairs()) {
      deeds.forEach(
          (name, deed) -> {
            redis.empty();
            TestClient client = Sample.of("ada").with("role", "admin").in(server(pair.from()));
            SessionRecord before = client.record();
            SessionRecord[] after = {before};

            MigrationReport report =
                migratedWhile(
                    pair,
                    () -> {
                      deed.accept(client);
                      after[0] = client.record();
                    });

            assertThat(report.moved()).as(name).isEqualTo(1);
            assertThat(after[0]).as(name).isNotEqualTo(before);
            assertThat(client.record()).as(name).isEqualTo(after[0]);
            assertThat(type(client)).isEqualTo(type(pair.to()));
          });
    }
  }

  /** The new form is written beside the old one first, so running out of memory loses nothing. */
  @Test
  void aSessionThatCannotBeWrittenIsNotLost() {
    for (Pair pair : pairs()) {
      redis.empty();
      TestClient client = Sample.of("ada").with("cart", "x".repeat(5_000)).in(server(pair.from()));
      SessionRecord before = client.record();
      RespClient admin = redis.at(key(client));
      try {
        MigrationReport report =
            migratedWhile(pair, () -> admin.call("CONFIG", "SET", "maxmemory", "1"));

        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.detail().orElseThrow()).contains("OOM");
      } finally {
        admin.call("CONFIG", "SET", "maxmemory", "0");
      }
      assertThat(client.record()).isEqualTo(before);
      assertThat(redis.holds(keys.beside(key(client)))).isFalse();
      assertThat(migrated(pair.to()).moved()).isEqualTo(1);
    }
  }

  /** Each operation finds the session in one layout and writes it in another, once. */
  @Test
  void aSessionMayMoveBetweenTwoCommandsOfAVerb() {
    for (Pair pair : pairs()) {
      for (LayoutName first : List.of(pair.from(), pair.to())) {
        Slow slow = new Slow(pair, first);
        assertThat(slow.meanwhile(v -> v.put("n", "1")).version()).isEqualTo(1);
        assertThat(slow.meanwhile(MigrationSchedulesIT::append).attributes().get("count"))
            .isEqualTo(EncodedValue.text("1+"));
        assertThat(slow.meanwhile(TestClient::rotated).secrets().pending()).hasSize(1);
        assertThat(slow.meanwhile(MigrationSchedulesIT::show).secrets().replaced()).isPresent();
        assertThat(slow.continued("ada").isLive()).isTrue();
        assertThat(slow.continued("bob").isLive()).isTrue();
        assertTouches(slow);
      }
    }
  }

  private static void append(TestClient client) {
    client.changed(
        TestClient.editingDelta(
            "count", old -> old.map(value -> EncodedValue.text(value.text() + "+"))));
  }

  /** The first use of a secret that a rotation issued. */
  private static void show(TestClient client) {
    SecretHash next = Sample.newSecret();
    client.rotate(next);
    assertOpens(client.showing(next));
  }

  /** A lost touch would end the session before its idle timeout. */
  private void assertTouches(Slow slow) {
    TestClient client = slow.session();
    redis.age(key(client), client.record(), 600_000);
    Instant before = client.record().lastAccessAt();
    slow.guard();
    assertOpens(slow.here(client));
    await().until(() -> client.record().lastAccessAt().isAfter(before));
    assertThat(type(client)).isEqualTo(type(slow.pair.to()));
  }

  /** A server on which the session is migrated before the first script of each operation. */
  private final class Slow {
    private final Pair pair;
    private final CommandGate gate;
    private final SessionStore store;

    Slow(Pair pair, LayoutName first) {
      this.pair = pair;
      this.gate = fleet.gate("slow " + first);
      this.store = fleet.store("slow " + first, any -> setup.at(gate.userUri()).withLayout(first));
    }

    TestClient session() {
      gate.open();
      return Sample.of("ada").with("count", "1").in(server(pair.from()));
    }

    TestClient here(TestClient client) {
      return client.at(store);
    }

    void guard() {
      gate.guard(once(named("EVALSHA"), () -> migrated(pair.to())));
    }

    /** The session after an operation. */
    SessionRecord meanwhile(Consumer<TestClient> deed) {
      TestClient client = session();
      guard();
      deed.accept(here(client));
      assertThat(type(client)).isEqualTo(type(pair.to()));
      return client.record();
    }

    /** A session after a login. */
    TestClient continued(String user) {
      TestClient client = session();
      guard();
      return here(client).logIn(user);
    }
  }

  private MigrationReport migratedWhile(Pair pair, Runnable meanwhile) {
    try (CommandGate gate = CommandGate.to(redis.servers().get(0))) {
      RedisSettings settings = setup.at(gate.migrateUri()).withLayout(pair.to());
      try (RedisMigration migration = RedisMigration.connect(settings, IMPATIENT)) {
        gate.guard(once(running(move(pair)), meanwhile));
        return Await.of(
            ((Started<MigrationReport>) Await.of(migration.begin(MigrationMode.MOVE))).end());
      }
    }
  }

  private static Script move(Pair pair) {
    Layout<?> to =
        LayoutSet.of(RedisSettings.of("").withLayout(pair.to()), LayoutSet.ALL, Dictionaries.NONE)
            .get(0);
    return to.moveFrom(
        LayoutSet.of(RedisSettings.of("").withLayout(pair.from()), LayoutSet.ALL, Dictionaries.NONE)
            .get(0));
  }
}
