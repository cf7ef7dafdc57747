package dev.sojourn.redis.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EncodedValue;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisMigration;
import dev.sojourn.redis.rig.OtherJvm;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.server.ProcessOutput;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.JobStart.AlreadyRunning;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.DifficultTexts;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that is killed in the middle of its migration, and one that resumes (FT11, M4). */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#movedOnOne")
final class MigrationProcessIT extends OnMoved {

  private static final int SESSIONS = 2_000;
  private static final int USERS = 50;

  MigrationProcessIT(Setup setup) {
    super(setup);
  }

  /**
   * Through every layout: the next migration resumes, and the one after it starts from its result.
   */
  @Test
  void aKilledMigrationIsResumedAndLosesNothing() throws IOException {
    List<LayoutName> able = setup.able();
    long moves = able.size();
    List<TestClient> visits = filled(able.get(0));
    List<SessionRecord> before = records(visits);
    List<Long> ends = visits.stream().map(this::end).toList();
    for (int i = 1; i <= able.size(); i++) {
      LayoutName to = able.get(i % able.size());
      try (RedisMigration migration = migration(to)) {
        MigrationReport killed = killed(migration, to);
        assertThat(moved(visits, to)).isBetween(killed.moved(), SESSIONS - 1L);
        assertThat(records(visits)).isEqualTo(before);

        MigrationReport done = Await.ofJob(((Started<MigrationReport>) begin(migration)).end());

        assertThat(done.isComplete()).as("%s", done).isTrue();
        assertThat(done.moved()).isBetween(killed.moved() + 1, (long) SESSIONS);
      }
      assertThat(moved(visits, to)).isEqualTo(SESSIONS);
      assertThat(records(visits)).isEqualTo(before);
      assertNothingElseLiesThere();
    }
    for (int i = 0; i < SESSIONS; i++) {
      assertThat(end(visits.get(i)))
          .as("its end")
          .isBetween(ends.get(i) - moves, ends.get(i) + moves * LATE);
    }
  }

  /** Its status after the lease has expired. */
  private MigrationReport killed(RedisMigration migration, LayoutName to) throws IOException {
    Process process = OtherJvm.running(MigratingClient.class, into(to), migrateUri()).start();
    ProcessOutput said = ProcessOutput.of(process);
    try {
      assertThat(said.next()).isEqualTo("begun");
      await()
          .pollInterval(Duration.ofMillis(2))
          .untilAsserted(() -> assertThat(latest(migration)).matches(report -> report.moved() > 0));
      assertThat(begin(migration)).isInstanceOf(AlreadyRunning.class);
    } finally {
      process.destroyForcibly().onExit().join();
    }
    redis.at("migrate:lease").call("DEL", "migrate:lease"); // as if it had expired
    MigrationReport killed = latest(migration);
    assertThat(killed.state()).isEqualTo(State.FAILED);
    assertThat(killed.detail().orElseThrow()).startsWith("its server stopped unexpectedly");
    assertThat(killed.moved()).isBetween(1L, SESSIONS - 1L);
    return killed;
  }

  private Setup into(LayoutName to) {
    return new Setup(setup.kind(), setup.cluster(), to, setup.keyspace(), setup.form());
  }

  private String migrateUri() {
    return setup.migrateSettings(setup.layout()).uri();
  }

  private static JobStart<MigrationReport> begin(RedisMigration migration) {
    return Await.of(migration.begin(MigrationMode.MOVE));
  }

  private static MigrationReport latest(RedisMigration migration) {
    return Await.of(migration.latest()).orElseThrow();
  }

  private List<TestClient> filled(LayoutName layout) {
    Map<String, EncodedValue> hard =
        Map.of(
            "hard", EncodedValue.json(DifficultTexts.JSON.get(0)),
            "cart", EncodedValue.json("{\"items\":[{\"sku\":\"A-1\",\"qty\":1.10}]}"),
            "note", EncodedValue.text("=x"));
    return IntStream.range(0, SESSIONS)
        .mapToObj(n -> Sample.of("user" + n % USERS).with("n", "" + n).with(hard))
        .map(sample -> sample.in(server(layout)))
        .toList();
  }

  private static List<SessionRecord> records(List<TestClient> visits) {
    return visits.stream().map(TestClient::record).toList();
  }

  private long moved(List<TestClient> visits, LayoutName to) {
    return visits.stream().filter(client -> type(client).equals(type(to))).count();
  }

  /** The only keys are sessions, indexes, and the status. */
  private void assertNothingElseLiesThere() {
    assertThat(redis.at("").number("DBSIZE")).isEqualTo(SESSIONS + USERS + 1L);
    assertThat(redis.members(keys.index("user1"))).hasSize(SESSIONS / USERS);
  }
}
