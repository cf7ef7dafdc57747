package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.redis.rig.Stale;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.JobStart.AlreadyRunning;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.DifficultUserIds;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A sweep removes the ids whose session is gone, and nothing else; it can be resumed. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#swept")
final class SweepIT extends OnRedis {

  /** Reports at every step. */
  private static final JobSettings EAGER =
      new JobSettings(
          Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(2), Duration.ofDays(1));

  private final RedisMaintenance maintenance =
      RedisMaintenance.connect(setup.maintenanceSettings(), EAGER);
  private final Stale stale = new Stale(keys, redis);

  SweepIT(Setup setup) {
    super(setup);
  }

  @AfterEach
  void end() {
    maintenance.close();
  }

  @Test
  void aSweepRemovesWhatIsGoneAndNothingElse() {
    List<TestClient> live = DifficultUserIds.ALL.stream().map(this::logIn).toList();
    DifficultUserIds.ALL.forEach(user -> stale.enter(user, 3));
    stale.enter("gone", 2);
    int users = DifficultUserIds.ALL.size();

    SweepReport report = swept(SweepMode.REMOVE);

    assertThat(report.state()).isEqualTo(State.DONE);
    assertThat(report.users()).isEqualTo(users + 1);
    assertThat(report.stale()).isEqualTo(report.removed()).isEqualTo(3L * users + 2);
    live.forEach(client -> assertThat(ids(user(client))).containsExactly(client.id()));
    live.forEach(
        client ->
            assertThat(redis.members(keys.index(user(client))))
                .containsExactly(client.id().value()));
    assertThat(redis.holds(keys.index("gone"))).isFalse();
    assertThat(Await.of(maintenance.latestSweep())).contains(report);
  }

  @Test
  void aDryRunCountsAndChangesNothing() {
    TestClient live = logIn("ada");
    stale.enter("ada", 700);
    String index = keys.index("ada");
    String before = redis.image(index);

    SweepReport report = swept(SweepMode.DRY_RUN);

    assertThat(report.state()).isEqualTo(State.DONE);
    assertThat(report.mode()).isEqualTo(SweepMode.DRY_RUN);
    assertThat(report.stale()).isEqualTo(700);
    assertThat(report.removed()).isZero();
    assertThat(redis.image(index)).isEqualTo(before);
    assertOpens(live);
  }

  /** A hundred thousand in a full run; fewer otherwise, but still many pages. */
  @Test
  void anIndexOfAHundredThousandIdsIsSwept() {
    int many = Rounds.of(100_000);
    TestClient live = logIn("ada");
    stale.enter("ada", many);

    SweepReport report = swept(SweepMode.REMOVE);

    assertThat(report.state()).isEqualTo(State.DONE);
    assertThat(report.removed()).isEqualTo(many);
    assertThat(redis.members(keys.index("ada"))).containsExactly(live.id().value());
  }

  /** The pattern also matches foreign keys, and an index that was overwritten. */
  @Test
  void whatIsNoIndexIsLeftAsItIs() {
    List<String> others =
        List.of("user:x:y:sessions", "user:{}:sessions", "user:a b:sessions", "user:%41:sessions");
    others.forEach(key -> redis.at(key).call("SADD", key, "not-ours"));
    String spoilt = keys.index("spoilt");
    redis.at(spoilt).call("SET", spoilt, "no index");
    stale.enter("ada", 1);

    assertThat(swept(SweepMode.REMOVE).removed()).isEqualTo(1);

    others.forEach(key -> assertThat(redis.members(key)).containsExactly("not-ours"));
    assertThat(redis.at(spoilt).text("GET", spoilt)).isEqualTo("no index");
    Stream.concat(others.stream(), Stream.of(spoilt))
        .forEach(key -> redis.at(key).call("DEL", key));
  }

  @Test
  void ofManyBegunAtOnceOneRuns() {
    IntStream.range(0, 200).forEach(n -> stale.enter("user" + n, 1));
    try (RedisMaintenance other = RedisMaintenance.connect(setup.maintenanceSettings(), EAGER)) {
      List<JobStart<SweepReport>> starts =
          Concurrently.many(
              8,
              number ->
                  Await.of(
                      (number % 2 == 0 ? maintenance : other)
                          .sweep(SweepRequest.of(SweepMode.REMOVE))));

      Started<SweepReport> started =
          (Started<SweepReport>)
              starts.stream().filter(Started.class::isInstance).findAny().orElseThrow();
      assertThat(starts).filteredOn(AlreadyRunning.class::isInstance).hasSize(7);
      assertThat(Await.of(started.end()).removed()).isEqualTo(200);
    }
  }

  /** It counts as much as one sweep over everything. */
  @Test
  void anUnfinishedSweepIsResumed() {
    int users = 600;
    IntStream.range(0, users).forEach(n -> stale.enter("user" + n, 1));
    int parts = 0;
    SweepReport report;
    do {
      parts++;
      report = swept(new SweepRequest(SweepMode.REMOVE, Duration.ofMillis(4L * parts)));
      if (report.state() == State.FAILED) {
        assertThat(report.detail()).contains("time limit reached; the next run resumes here");
      }
    } while (report.state() == State.FAILED);

    assertThat(parts).isGreaterThan(1);
    assertThat(report.removed()).isEqualTo(users);
    assertThat(report.users()).isBetween((long) users, 2L * users - 1);
    IntStream.range(0, users).forEach(n -> assertThat(stale.left("user" + n)).isEmpty());
  }

  @Test
  void aDryRunIsNotResumedAsARemoval() {
    IntStream.range(0, 400).forEach(n -> stale.enter("user" + n, 1));
    swept(new SweepRequest(SweepMode.DRY_RUN, Duration.ofMillis(20)));

    SweepReport report = swept(SweepMode.REMOVE);

    assertThat(report.removed()).isEqualTo(400);
  }

  @Test
  void aClosedSweepSaysSoAndIsResumed() {
    IntStream.range(0, 500).forEach(n -> stale.enter("user" + n, 1));
    RedisMaintenance other = RedisMaintenance.connect(setup.maintenanceSettings(), EAGER);
    Started<SweepReport> started =
        (Started<SweepReport>) Await.of(other.sweep(SweepRequest.of(SweepMode.REMOVE)));
    other.close();

    assertThat(Await.of(started.end()).state()).isEqualTo(State.FAILED);
    assertThat(Await.of(maintenance.latestSweep()).orElseThrow().detail())
        .contains("its server was shut down; the next run resumes here");
    assertThat(swept(SweepMode.REMOVE).removed()).isEqualTo(500);
  }

  @Test
  void aSweepWithoutItsLeaseEndsAndWritesNoMore() {
    IntStream.range(0, 600).forEach(n -> stale.enter("user" + n, 1));
    Started<SweepReport> started = begin(SweepRequest.of(SweepMode.REMOVE));
    redis.at(keys.sweeps().lease()).call("DEL", keys.sweeps().lease());

    SweepReport report = Await.of(started.end());

    assertThat(report.state()).isEqualTo(State.FAILED);
    assertThat(report.detail().orElseThrow()).contains("lost its lease");
    assertThat(Await.of(maintenance.latestSweep()).orElseThrow().detail().orElseThrow())
        .contains("stopped unexpectedly");
    assertThat(swept(SweepMode.REMOVE).state()).isEqualTo(State.DONE);
    IntStream.range(0, 600).forEach(n -> assertThat(stale.left("user" + n)).isEmpty());
  }

  enum Damage {
    ANOTHER_TYPE,
    NONSENSE,
    GONE
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void whatIsRememberedMayBeDamaged(Damage damage) {
    stale.enter("ada", 5);
    swept(new SweepRequest(SweepMode.REMOVE, Duration.ZERO));
    String latest = keys.sweeps().latest();
    switch (damage) {
      case ANOTHER_TYPE -> redis.at(latest).call("SET", latest, "x", "PX", "60000");
      case NONSENSE ->
          redis
              .at(latest)
              .call("HSET", latest, "users", "many", "cursors", "a=b,=,c", "fence", "x");
      default -> redis.at(latest).call("DEL", latest);
    }

    assertThat(swept(SweepMode.REMOVE).removed()).isEqualTo(5);
  }

  /** Tables of keys and members grow and shrink during the scan. */
  @Test
  void tablesMayBeRehashedMeanwhile() {
    int users = 200;
    IntStream.range(0, users).forEach(n -> stale.enter("user" + n, 20));
    Started<SweepReport> started = begin(SweepRequest.of(SweepMode.REMOVE));
    for (int round = 0; !started.end().toCompletableFuture().isDone(); round++) {
      for (int n = 0; n < 500; n++) {
        String key = "filler:" + n;
        redis
            .at(key)
            .call(round % 2 == 0 ? "SETEX" : "GETEX", key, round % 2 == 0 ? "60" : "PX", "1");
      }
    }

    assertThat(Await.of(started.end()).state()).isEqualTo(State.DONE);
    IntStream.range(0, users).forEach(n -> assertThat(stale.left("user" + n)).isEmpty());
  }

  @Test
  void aSweepIsNotGoneWhenItsServerHasForgottenTheScripts() {
    stale.enter("ada", 5);
    redis.servers().forEach(server -> server.call("SCRIPT", "FLUSH"));
    assertThat(swept(SweepMode.REMOVE).removed()).isEqualTo(5);
  }

  @Test
  void progressCanBeSeen() {
    IntStream.range(0, 600).forEach(n -> stale.enter("user" + n, 1));
    Started<SweepReport> started = begin(SweepRequest.of(SweepMode.REMOVE));
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              SweepReport seen = Await.of(maintenance.latestSweep()).orElseThrow();
              return seen.state() == State.RUNNING && seen.users() > 0;
            });
    Await.of(started.end());
  }

  private SweepReport swept(SweepMode kind) {
    return swept(SweepRequest.of(kind));
  }

  private SweepReport swept(SweepRequest request) {
    return Await.of(begin(request).end());
  }

  private Started<SweepReport> begin(SweepRequest request) {
    return (Started<SweepReport>) Await.of(maintenance.sweep(request));
  }

  private static String user(TestClient client) {
    return client.record().user().orElseThrow();
  }
}
