package dev.sojourn.redis;

import static dev.sojourn.redis.Meanwhile.named;
import static dev.sojourn.redis.Meanwhile.once;
import static dev.sojourn.redis.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.care.CareSettings;
import dev.sojourn.redis.layout.Dictionaries;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.script.Script;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.MigrationReport.Kind;
import dev.sojourn.spi.MigrationStart.Begun;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.CommandGate;
import dev.sojourn.testkit.RespClient;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to a session between two steps of its move, or moves between two of a server's. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#movedStandalone")
final class MigrationSchedulesIT extends OnMoved {

  private static final CareSettings IMPATIENT =
      new CareSettings(
          Duration.ofSeconds(10), Duration.ZERO, Duration.ofMillis(100), Duration.ofDays(1));

  MigrationSchedulesIT(Setup setup) {
    super(setup);
  }

  @Test
  void aSessionThatEndsMeanwhileStaysEnded() {
    for (Pair pair : pairs()) {
      Visit visit = Sample.of("ada").in(server(pair.from()));

      MigrationReport report = migratedWhile(pair, visit::revoke);

      assertThat(report.ended()).isEqualTo(1);
      assertThat(report.isComplete()).isTrue();
      assertThat(visit.isLive()).isFalse();
      assertThat(redis.holds(key(visit))).isFalse();
    }
  }

  @Test
  void whatChangesMeanwhileIsKept() {
    Map<String, Consumer<Visit>> deeds = new LinkedHashMap<>();
    deeds.put("update", visit -> visit.put("role", "guest"));
    deeds.put("rotation", Visit::rotated);
    deeds.put("touch", visit -> touch(visit, 600_000));
    for (Pair pair : pairs()) {
      deeds.forEach(
          (name, deed) -> {
            redis.empty();
            Visit visit = Sample.of("ada").with("role", "admin").in(server(pair.from()));
            SessionRecord before = visit.record();
            SessionRecord[] after = {before};

            MigrationReport report =
                migratedWhile(
                    pair,
                    () -> {
                      deed.accept(visit);
                      after[0] = visit.record();
                    });

            assertThat(report.moved()).as(name).isEqualTo(1);
            assertThat(after[0]).as(name).isNotEqualTo(before);
            assertThat(visit.record()).as(name).isEqualTo(after[0]);
            assertThat(type(visit)).isEqualTo(type(pair.to()));
          });
    }
  }

  /** Written beside the old form first, so what there is no memory for costs nothing. */
  @Test
  void aSessionThatCannotBeWrittenIsNotLost() {
    for (Pair pair : pairs()) {
      redis.empty();
      Visit visit = Sample.of("ada").with("cart", "x".repeat(5_000)).in(server(pair.from()));
      SessionRecord before = visit.record();
      RespClient admin = redis.at(key(visit));
      try {
        MigrationReport report =
            migratedWhile(pair, () -> admin.call("CONFIG", "SET", "maxmemory", "1"));

        assertThat(report.state()).isEqualTo(State.FAILED);
        assertThat(report.detail().orElseThrow()).contains("OOM");
      } finally {
        admin.call("CONFIG", "SET", "maxmemory", "0");
      }
      assertThat(visit.record()).isEqualTo(before);
      assertThat(redis.holds(keys.beside(key(visit)))).isFalse();
      assertThat(migrated(pair.to()).moved()).isEqualTo(1);
    }
  }

  /** Each verb finds it in one layout, and writes it in another, once. */
  @Test
  void aSessionMayMoveBetweenTwoCommandsOfAVerb() {
    for (Pair pair : pairs()) {
      for (LayoutName first : List.of(pair.from(), pair.to())) {
        Slow slow = new Slow(pair, first);
        assertThat(slow.meanwhile(v -> v.put("n", "1")).version()).isEqualTo(1);
        assertThat(slow.meanwhile(MigrationSchedulesIT::append).attributes().get("count"))
            .isEqualTo(EncodedValue.text("1+"));
        assertThat(slow.meanwhile(Visit::rotated).secrets().pending()).hasSize(1);
        assertThat(slow.meanwhile(MigrationSchedulesIT::show).secrets().replaced()).isPresent();
        assertThat(slow.continued("ada").isLive()).isTrue();
        assertThat(slow.continued("bob").isLive()).isTrue();
        assertTouches(slow);
      }
    }
  }

  private static void append(Visit visit) {
    visit.changed(
        Visit.editingDelta(
            "count", old -> old.map(value -> EncodedValue.text(value.text() + "+"))));
  }

  /** The first use of a secret that a rotation handed out. */
  private static void show(Visit visit) {
    SecretHash next = Sample.newSecret();
    visit.rotate(next);
    assertOpens(visit.showing(next));
  }

  /** A lost touch would end the session before its idle timeout. */
  private void assertTouches(Slow slow) {
    Visit visit = slow.session();
    redis.age(key(visit), visit.record(), 600_000);
    Instant before = visit.record().lastAccessAt();
    slow.guard();
    assertOpens(slow.here(visit));
    await().until(() -> visit.record().lastAccessAt().isAfter(before));
    assertThat(type(visit)).isEqualTo(type(slow.pair.to()));
  }

  /** A server before whose first script of a verb the session moves. */
  private final class Slow {
    private final Pair pair;
    private final CommandGate gate;
    private final SessionStore store;

    Slow(Pair pair, LayoutName first) {
      this.pair = pair;
      this.gate = fleet.gate("slow " + first);
      this.store = fleet.store("slow " + first, any -> setup.at(gate.userUri()).withLayout(first));
    }

    Visit session() {
      gate.open();
      return Sample.of("ada").with("count", "1").in(server(pair.from()));
    }

    Visit here(Visit visit) {
      return visit.at(store);
    }

    void guard() {
      gate.guard(once(named("EVALSHA"), () -> migrated(pair.to())));
    }

    /** What a session is after a deed. */
    SessionRecord meanwhile(Consumer<Visit> deed) {
      Visit visit = session();
      guard();
      deed.accept(here(visit));
      assertThat(type(visit)).isEqualTo(type(pair.to()));
      return visit.record();
    }

    /** A session after a login. */
    Visit continued(String user) {
      Visit visit = session();
      guard();
      return here(visit).logIn(user);
    }
  }

  private MigrationReport migratedWhile(Pair pair, Runnable meanwhile) {
    try (CommandGate gate = CommandGate.to(redis.servers().get(0))) {
      RedisSettings settings = setup.at(gate.migrateUri()).withLayout(pair.to());
      try (RedisMigration migration = RedisMigration.connect(settings, IMPATIENT)) {
        gate.guard(once(running(move(pair)), meanwhile));
        return Answers.of(((Begun) Answers.of(migration.begin(Kind.MOVE))).end());
      }
    }
  }

  private static Script move(Pair pair) {
    Layout<?> to =
        Layouts.of(RedisSettings.of("").withLayout(pair.to()), Layouts.ALL, Dictionaries.NONE)
            .get(0);
    return to.moveFrom(
        Layouts.of(RedisSettings.of("").withLayout(pair.from()), Layouts.ALL, Dictionaries.NONE)
            .get(0));
  }
}
