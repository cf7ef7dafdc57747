package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.Session;
import dev.sojourn.SessionToken;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * When the near cache answers, and when an access goes to Redis (rules 17, 19, 21, 23; J7, FT33).
 */
@EachServer
class NearCacheIT {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final RedisServer server;
  private final NearRig rig;

  NearCacheIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    rig = NearRig.on(server);
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void aHitSendsNothingToRedis() {
    Issued ada = rig.cached("ada");
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      for (int i = 0; i < 100; i++) {
        assertThat(rig.accepts(ada.token())).isTrue();
      }
      assertThat(monitor.sent()).doesNotContain("HGETALL", "EVALSHA");
    }
  }

  /** The near cache is off by default. */
  @Test
  void onlyAServerWithANearCacheSubscribesAndOnce() {
    Issued ada = rig.cached("ada");
    assertThat(rig.beside().access(ada.token())).isPresent();
    try (RespClient admin = server.connect()) {
      assertThat(admin.texts("PUBSUB", "NUMSUB", "session:invalidate").get(1)).isEqualTo("1");
    }
  }

  @Test
  void aRevocationElsewhereIsHeardOf() {
    Issued ada = rig.cached("ada");
    rig.revokeBeside(ada);
    await().until(() -> !rig.accepts(ada.token()));
    assertThat(rig.misses("no_lease")).isZero();
  }

  @Test
  void whatEndsHereIsRefusedHereAtOnce() {
    for (int i = 0; i < Rounds.of(500); i++) {
      Issued ada = rig.cached("ada");
      rig.here().revoke(ada.session().id(), EndReason.LOGOUT);
      assertThat(rig.accepts(ada.token())).isFalse();
    }
  }

  @Test
  void aLogoutEverywhereCountsHereAtOnce() {
    for (int i = 0; i < Rounds.of(250); i++) {
      List<Issued> all = Stream.generate(() -> rig.cached("ada")).limit(3).toList();
      rig.here().revokeAll("ada", EndReason.LOGOUT);
      assertThat(all).noneMatch(one -> rig.accepts(one.token()));
    }
  }

  @Test
  void whatIsWrittenHereIsReadHereAtOnce() {
    Issued ada = rig.cached("ada");
    for (int i = 0; i < 200; i++) {
      int now = i;
      rig.awaitHit(ada.token());
      rig.here().change(ada.session().id(), changes -> changes.set("count", now));
      assertThat(read(ada, "count")).isEqualTo(i);
    }
  }

  @Test
  void aSessionThatWentOnUnderAnotherIdIsRefusedHereAtOnce() {
    Issued ada = rig.cached("ada");
    Issued next = (Issued) rig.here().login(ada.token(), "ben");
    assertThat(rig.accepts(ada.token())).isFalse();
    assertThat(rig.accepts(next.token())).isTrue();
  }

  /** Rule 17: a cache entry can only accept. */
  @Test
  void aSecretThatDoesNotMatchIsAskedOfRedisBeforeItIsRefused() {
    Issued ada = rig.cached("ada");
    Issued rotated = (Issued) rig.beside().rotate(ada.token());
    rig.awaitHit(ada.token());
    assertThat(rig.accepts(rotated.token())).isTrue();
    rig.awaitHit(rotated.token());
    long before = rig.misses("secret");
    assertThat(rig.here().access(stranger(ada))).isEmpty();
    assertThat(rig.misses("secret")).isGreaterThan(before);
  }

  /** Rule 23; and no due touch is skipped. */
  @Test
  void anEntryServesUntilATouchIsDueAndNoLonger() {
    Issued ada = rig.cached("ada");
    String key = key(ada);
    Duration idle = Timeouts.DEFAULT.idle();
    server.call("PEXPIRE", key, "" + idle.plus(SOON).toMillis()); // a second before a touch is due
    publish(ada.session().id().value());
    await().until(() -> rig.accepts(ada.token()) && ttl(key) > twoTouches(idle));
    rig.awaitHit(ada.token());
  }

  @Test
  void aPeekNeverSlides() {
    Issued ada = rig.login("ada");
    Duration idle = Timeouts.DEFAULT.idle();
    server.call("PEXPIRE", key(ada), "" + idle.minusMinutes(1).toMillis());
    assertThat(rig.here().peek(ada.token())).isPresent();
    assertThat(rig.here().list("ada")).hasSize(1); // sent after everything that the peek sent
    assertThat(ttl(key(ada))).isLessThanOrEqualTo(idle.minusMinutes(1).toMillis());
  }

  private static long twoTouches(Duration idle) {
    return idle.plus(SOON.multipliedBy(2)).toMillis();
  }

  /** The session expired in Redis, without a message. */
  @Test
  void anEntryDoesNotOutliveItsSession() {
    Issued ada = rig.cached("ada");
    Timeouts timeouts = Timeouts.DEFAULT;
    long end = System.currentTimeMillis() + SOON.toMillis();
    server.call("HSET", key(ada), "created_at", "" + (end - timeouts.absolute().toMillis()));
    server.call("PEXPIREAT", key(ada), "" + end);
    long messages = rig.state().invalidations();
    publish(ada.session().id().value());
    await().until(() -> rig.state().invalidations() > messages);
    assertThat(rig.accepts(ada.token())).isTrue();
    await().until(() -> server.call("EXISTS", key(ada)).equals(0L));
    assertThat(rig.accepts(ada.token())).isFalse();
  }

  @Test
  void aMessageOfAnybodyMakesItForgetAndNoMore() {
    Issued ada = rig.cached("ada");
    long absent = rig.misses("absent");
    publish(ada.session().id().value());
    await().until(() -> rig.misses("absent") == absent || !rig.isHit(ada.token()));
    rig.awaitHit(ada.token());
    assertThat(rig.misses("absent")).isGreaterThan(absent);
  }

  @Test
  void garbageIsCountedAndIgnored() {
    Issued ada = rig.cached("ada");
    List.of(
            "",
            "x",
            "é\u0000\r\n",
            "*",
            "session:" + ada.session().id(),
            "valid " + ada.token().id())
        .forEach(this::publish);
    server.call("PUBLISH", "session:invalidate", "x".repeat(1 << 20));
    await().until(() -> rig.state().garbled() >= 7);
    assertThat(rig.isHit(ada.token())).isTrue();
  }

  /** Law 8, G6: two requests never share a mutable object. */
  @Test
  void twoRequestsNeverShareAValue() {
    Issued ada = rig.cached("ada");
    rig.here().change(ada.session().id(), changes -> changes.set("list", List.of(1)));
    rig.awaitHit(ada.token());
    Session one = rig.here().access(ada.token()).orElseThrow();
    Session other = rig.here().access(ada.token()).orElseThrow();
    assertThat(list(one)).isEqualTo(list(other)).isNotSameAs(list(other));
    one.set("list", List.of(2));
    assertThat(list(other)).isEqualTo(List.of(1));
  }

  private static Object list(Session session) {
    return session.get("list", List.class).orElseThrow();
  }

  private int read(Issued issued, String name) {
    return rig.here().access(issued.token()).orElseThrow().get(name, Integer.class).orElseThrow();
  }

  private static SessionToken stranger(Issued issued) {
    return SessionToken.parse(issued.session().id() + "." + "A".repeat(43)).orElseThrow();
  }

  private static String key(Issued issued) {
    return Keys.of(issued.session().id());
  }

  private void publish(String message) {
    server.call("PUBLISH", "session:invalidate", message);
  }

  private long ttl(String key) {
    return (Long) server.call("PTTL", key);
  }
}
