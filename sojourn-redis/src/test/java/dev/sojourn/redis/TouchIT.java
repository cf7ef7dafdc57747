package dev.sojourn.redis;

import static dev.sojourn.redis.Meanwhile.once;
import static dev.sojourn.redis.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 19: whether a touch is due follows from the TTL and the record, by Redis' clock alone. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#plain")
final class TouchIT extends OnRedis {

  private static final long MINUTE = 60_000;

  /** More than a test takes, less than a touch interval here. */
  private static final long SLACK = 20_000;

  private final SessionStore slow = fleet.gated("slow");

  TouchIT(Setup setup) {
    super(setup);
  }

  @Test
  void anAccessWithinTheIntervalWritesNothing() {
    Visit visit = session(20 * MINUTE, 100 * MINUTE);
    redis.age(key(visit), visit.record(), MINUTE - SLACK);
    assertThat(commands(visit, 1)).doesNotContain("EVALSHA", "EVAL");
  }

  @Test
  void anAccessAfterTheIntervalWritesOnce() {
    Visit visit = session(20 * MINUTE, 100 * MINUTE);
    touch(visit, MINUTE);
    assertThat(commands(visit, 50)).doesNotContain("EVALSHA", "EVAL");
  }

  /** By {@code PTTL < idle} alone 164 of 171 accesses wrote. */
  @Test
  void nearTheAbsoluteDeadlineFewAccessesWrite() {
    Visit visit = session(20 * MINUTE, 20 * MINUTE);
    redis.age(key(visit), visit.record(), 15 * MINUTE);
    List<String> commands = commands(visit, 171);

    assertThat(commands).filteredOn("PTTL"::equals).hasSize(171);
    assertThat(commands).filteredOn(name -> name.startsWith("EVAL")).hasSizeBetween(1, 3);
  }

  @Test
  void aTouchSetsTheTtlToIdleAndOneInterval() {
    Visit visit = session(20 * MINUTE, 100 * MINUTE);
    touch(visit, 5 * MINUTE);
    assertThat(redis.ttl(key(visit))).isBetween(21 * MINUTE - SLACK, 21 * MINUTE);
  }

  @Test
  void aTouchNeverPassesTheAbsoluteDeadline() {
    Visit visit = session(20 * MINUTE, 30 * MINUTE);
    touch(visit, 15 * MINUTE);
    assertThat(redis.ttl(key(visit))).isBetween(15 * MINUTE - SLACK, 15 * MINUTE);
  }

  @Test
  void theLastAccessIsOfTheServersClock() {
    Visit visit = session(20 * MINUTE, 100 * MINUTE);
    long before = redis.time();
    touch(visit, 5 * MINUTE);

    assertThat(visit.record().lastAccessAt().toEpochMilli()).isBetween(before, redis.time());
  }

  @Test
  void aTouchChangesNothingElse() {
    Visit visit = Sample.of("ada").with("role", "admin").in(store);
    visit.put("cart", "full");
    visit.rotated();
    redis.age(key(visit), visit.record(), 10 * MINUTE);
    SessionRecord before = visit.record();
    assertOpens(visit);
    await().until(() -> visit.record().lastAccessAt().isAfter(before.lastAccessAt()));

    assertThat(visit.record()).isEqualTo(before.touchedAt(visit.record().lastAccessAt()));
  }

  /** Two accesses at once find the same touch due: the second comes too late and is dropped. */
  @Test
  void ofTwoTouchesTheSlowerIsDropped() throws InterruptedException {
    Visit visit = session(20 * MINUTE, 100 * MINUTE);
    redis.age(key(visit), visit.record(), 5 * MINUTE);
    CountDownLatch slower = new CountDownLatch(1);
    AtomicReference<SessionRecord> first = new AtomicReference<>();
    fleet
        .gate("slow")
        .guard(
            once(
                running(layout().scripts().touch()),
                () -> {
                  assertOpens(visit);
                  await().until(() -> isTouched(visit));
                  first.set(visit.record());
                  slower.countDown();
                }));
    assertOpens(visit.at(slow));
    slower.await();
    awaitEveryCommandOf(slow);

    assertThat(visit.record()).isEqualTo(first.get());
  }

  @Test
  void aTouchOfAnAnonymousSessionEntersNoIndex() {
    Visit visit = Sample.anonymous().in(store);
    redis.age(key(visit), visit.record(), 10 * MINUTE);
    long read = visit.record().lastAccessAt().toEpochMilli();
    Object answer =
        redis.run(
            layout().scripts().touch(),
            List.of(key(visit)),
            List.of(visit.id().value(), "" + read));

    assertThat(answer).isEqualTo(1L);
    assertThat(visit.record().lastAccessAt().toEpochMilli()).isGreaterThan(read);
    assertThat(redis.at("").number("DBSIZE")).isEqualTo(1);
  }

  /** What was read is gone: another touched, changed, or renewed the session meanwhile. */
  @Test
  void aTouchOfWhatIsNoLongerSoIsDropped() {
    Visit visit = session(20 * MINUTE, 100 * MINUTE);
    redis.expireIn(key(visit), MINUTE);
    String before = redis.image(key(visit));
    Object answer =
        redis.run(
            layout().scripts().touch(),
            List.of(key(visit), keys.index("ada")),
            List.of(visit.id().value(), "1"));

    assertThat(answer).isEqualTo(0L);
    assertThat(redis.image(key(visit))).isEqualTo(before);
    assertThat(redis.ttl(key(visit))).isLessThanOrEqualTo(MINUTE);
  }

  /** As a session restored from a backup is: its deadline is over, though its key is not. */
  @Test
  void aTouchAfterTheAbsoluteDeadlineIsDropped() {
    Visit visit = session(20 * MINUTE, 100 * MINUTE);
    long created = visit.record().createdAt().toEpochMilli() - 101 * MINUTE;
    redis.set(key(visit), "created_at", created);
    redis.set(key(visit), "last_access", 1);
    Object answer =
        redis.run(
            layout().scripts().touch(),
            List.of(key(visit), keys.index("ada")),
            List.of(visit.id().value(), "1"));

    assertThat(answer).isEqualTo(0L);
    assertThat(visit.record().lastAccessAt().toEpochMilli()).isEqualTo(1);
  }

  private boolean isTouched(Visit visit) {
    SessionRecord record = visit.record();
    return record.lastAccessAt().isAfter(record.createdAt().plusMillis(MINUTE));
  }

  /** What the server was sent for so many accesses, and the touches that came of them. */
  private List<String> commands(Visit visit, int accesses) {
    try (Monitor monitor = monitor(key(visit))) {
      for (int i = 0; i < accesses; i++) {
        assertOpens(visit);
      }
      awaitEveryCommandOf(store);
      return monitor.sent();
    }
  }

  /** On one connection a command is answered after all that were sent before it. */
  private static void awaitEveryCommandOf(SessionStore store) {
    store.ping().toCompletableFuture().join();
  }

  private Visit session(long idleMillis, long absoluteMillis) {
    Timeouts timeouts =
        new Timeouts(Duration.ofMillis(idleMillis), Duration.ofMillis(absoluteMillis));
    return Sample.of("ada").timeouts(timeouts).in(store);
  }
}
