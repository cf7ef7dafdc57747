package dev.sojourn.redis.operations;

import static dev.sojourn.redis.rig.Meanwhile.once;
import static dev.sojourn.redis.rig.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Timeouts;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 19: the TTL and the record tell whether a touch is due, by Redis' clock alone. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class TouchIT extends OnRedis {

  private static final long MINUTE = 60_000;

  /** Longer than a test takes, shorter than a touch interval here. */
  private static final long SLACK = 20_000;

  private final SessionStore slow = fleet.gated("slow");

  TouchIT(Setup setup) {
    super(setup);
  }

  @Test
  void anAccessWithinTheIntervalWritesNothing() {
    TestClient client = session(20 * MINUTE, 100 * MINUTE);
    redis.age(key(client), client.record(), MINUTE - SLACK);
    assertThat(commands(client, 1)).doesNotContain("EVALSHA", "EVAL");
  }

  @Test
  void anAccessAfterTheIntervalWritesOnce() {
    TestClient client = session(20 * MINUTE, 100 * MINUTE);
    touch(client, MINUTE);
    assertThat(commands(client, 50)).doesNotContain("EVALSHA", "EVAL");
  }

  /** With {@code PTTL < idle} as the only condition, 164 of 171 accesses wrote. */
  @Test
  void nearTheAbsoluteDeadlineFewAccessesWrite() {
    TestClient client = session(20 * MINUTE, 20 * MINUTE);
    redis.age(key(client), client.record(), 15 * MINUTE);
    List<String> commands = commands(client, 171);

    assertThat(commands).filteredOn("PTTL"::equals).hasSize(171);
    assertThat(commands).filteredOn(name -> name.startsWith("EVAL")).hasSizeBetween(1, 3);
  }

  @Test
  void aTouchSetsTheTtlToIdleAndOneInterval() {
    TestClient client = session(20 * MINUTE, 100 * MINUTE);
    touch(client, 5 * MINUTE);
    assertThat(redis.ttl(key(client))).isBetween(21 * MINUTE - SLACK, 21 * MINUTE);
  }

  @Test
  void aTouchNeverPassesTheAbsoluteDeadline() {
    TestClient client = session(20 * MINUTE, 30 * MINUTE);
    touch(client, 15 * MINUTE);
    assertThat(redis.ttl(key(client))).isBetween(15 * MINUTE - SLACK, 15 * MINUTE);
  }

  @Test
  void theLastAccessIsOfTheServersClock() {
    TestClient client = session(20 * MINUTE, 100 * MINUTE);
    long before = redis.time();
    touch(client, 5 * MINUTE);

    assertThat(client.record().lastAccessAt().toEpochMilli()).isBetween(before, redis.time());
  }

  @Test
  void aTouchChangesNothingElse() {
    TestClient client = Sample.of("ada").with("role", "admin").in(store);
    client.put("cart", "full");
    client.rotated();
    redis.age(key(client), client.record(), 10 * MINUTE);
    SessionRecord before = client.record();
    assertOpens(client);
    await().until(() -> client.record().lastAccessAt().isAfter(before.lastAccessAt()));

    assertThat(client.record()).isEqualTo(before.touchedAt(client.record().lastAccessAt()));
  }

  /** Two concurrent accesses find the same touch due; the second touch has no effect. */
  @Test
  void ofTwoTouchesTheSlowerIsDropped() throws InterruptedException {
    TestClient client = session(20 * MINUTE, 100 * MINUTE);
    redis.age(key(client), client.record(), 5 * MINUTE);
    CountDownLatch slower = new CountDownLatch(1);
    AtomicReference<SessionRecord> first = new AtomicReference<>();
    fleet
        .gate("slow")
        .guard(
            once(
                running(layout().scripts().touch()),
                () -> {
                  assertOpens(client);
                  await().until(() -> isTouched(client));
                  first.set(client.record());
                  slower.countDown();
                }));
    assertOpens(client.at(slow));
    slower.await();
    awaitEveryCommandOf(slow);

    assertThat(client.record()).isEqualTo(first.get());
  }

  @Test
  void aTouchOfAnAnonymousSessionEntersNoIndex() {
    TestClient client = Sample.anonymous().in(store);
    redis.age(key(client), client.record(), 10 * MINUTE);
    long read = client.record().lastAccessAt().toEpochMilli();
    Object answer =
        redis.run(
            layout().scripts().touch(),
            List.of(key(client)),
            List.of(client.id().value(), "" + read));

    assertThat(answer).isEqualTo(List.of("done"));
    assertThat(client.record().lastAccessAt().toEpochMilli()).isGreaterThan(read);
    assertThat(redis.at("").number("DBSIZE")).isEqualTo(1);
  }

  /** Another client touched the session after it was read. */
  @Test
  void aTouchOfWhatIsNoLongerSoIsDropped() {
    TestClient client = session(20 * MINUTE, 100 * MINUTE);
    redis.expireIn(key(client), MINUTE);
    String before = redis.image(key(client));
    Object answer =
        redis.run(
            layout().scripts().touch(),
            List.of(key(client), keys.index("ada")),
            List.of(client.id().value(), "1"));

    assertThat(answer).isEqualTo(List.of("gone"));
    assertThat(redis.image(key(client))).isEqualTo(before);
    assertThat(redis.ttl(key(client))).isLessThanOrEqualTo(MINUTE);
  }

  /** As after a restore from a backup: the deadline has passed, but the key still exists. */
  @Test
  void aTouchAfterTheAbsoluteDeadlineIsDropped() {
    TestClient client = session(20 * MINUTE, 100 * MINUTE);
    long created = client.record().createdAt().toEpochMilli() - 101 * MINUTE;
    redis.set(key(client), "created_at", created);
    redis.set(key(client), "last_access", 1);
    Object answer =
        redis.run(
            layout().scripts().touch(),
            List.of(key(client), keys.index("ada")),
            List.of(client.id().value(), "1"));

    assertThat(answer).isEqualTo(List.of("gone"));
    assertThat(client.record().lastAccessAt().toEpochMilli()).isEqualTo(1);
  }

  private boolean isTouched(TestClient client) {
    SessionRecord record = client.record();
    return record.lastAccessAt().isAfter(record.createdAt().plusMillis(MINUTE));
  }

  /** The commands sent for that many accesses, their touches included. */
  private List<String> commands(TestClient client, int accesses) {
    try (CommandMonitor monitor = monitor(key(client))) {
      for (int i = 0; i < accesses; i++) {
        assertOpens(client);
      }
      awaitEveryCommandOf(store);
      return monitor.sent();
    }
  }

  /** Replies on a connection come in order, so this one is the last. */
  private static void awaitEveryCommandOf(SessionStore store) {
    store.ping().toCompletableFuture().join();
  }

  private TestClient session(long idleMillis, long absoluteMillis) {
    Timeouts timeouts =
        new Timeouts(Duration.ofMillis(idleMillis), Duration.ofMillis(absoluteMillis));
    return Sample.of("ada").timeouts(timeouts).in(store);
  }
}
