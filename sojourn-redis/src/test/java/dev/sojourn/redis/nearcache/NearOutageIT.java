package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.rig.Footprint;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.LinkKind;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The near cache while Redis is suspended, or while its subscribed connection flaps: never stale,
 * no failures of its own, quick to recover (FT5, FT6, FT7, FT12, FT35).
 */
@EachServer
class NearOutageIT {

  private static final Duration RECOVERED = Duration.ofSeconds(2);
  private static final Duration LEASE = NearRig.QUICK.lease();

  private static final String DEFAULT_BUFFER = "pubsub 32mb 8mb 60";

  private final RedisServer server;
  private final NearRig rig;

  NearOutageIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    rig = NearRig.on(server, NearRig.QUICK);
  }

  @AfterEach
  void end() {
    server.thaw();
    limit(DEFAULT_BUFFER);
    rig.close();
  }

  @Test
  void aRedisThatStandsStillIsAnsweredForUntilTheLeaseEndsAndIsUnavailableThen() {
    Issued ada = rig.cached("ada");
    server.freeze();
    long frozen = System.nanoTime();
    await().until(() -> isUnavailable(ada));
    assertThat(System.nanoTime() - frozen).isGreaterThan(LEASE.toNanos() / 2);
    long hits = rig.hits();
    for (long since = 0; since < suspension(); since = System.nanoTime() - frozen) {
      assertThat(isUnavailable(ada)).isTrue();
    }
    assertThat(rig.hits()).isEqualTo(hits);
    server.thaw();
    await().ignoreExceptions().until(() -> rig.accepts(ada.token()));
    rig.awaitHit(ada.token());
  }

  private static long suspension() {
    return Duration.ofSeconds(Rounds.isFull() ? 30 : 2).toNanos();
  }

  @Test
  void whoFlapsIsNeverStaleAndWellAgainSoon() {
    long seed = Long.getLong("sojourn.seed", System.nanoTime());
    Random random = new Random(seed);
    Issued well = rig.cached("well");
    Footprint before = Footprint.now();
    for (int flap = 0; flap < Rounds.of(1_002) / 3; flap++) {
      Issued ada = rig.cached("ada");
      rig.proxy().fault(LinkKind.SUBSCRIBED, new Fault.Cut());
      pause(random.nextInt(20));
      rig.proxy().clear();
      long healed = System.nanoTime();
      rig.revokeBeside(ada);
      long acknowledged = System.nanoTime();
      while (rig.accepts(ada.token())) {
        assertThat(System.nanoTime() - acknowledged)
            .as("seed %d", seed)
            .isLessThan(LEASE.toNanos());
      }
      rig.awaitHit(well.token());
      assertThat(System.nanoTime() - healed).as("seed %d", seed).isLessThan(RECOVERED.toNanos());
    }
    assertThat(rig.proxy().links(LinkKind.SUBSCRIBED)).hasSize(1);
    before.assertKept();
  }

  /** After Redis closed a slow connection, the next subscription begins with an empty cache. */
  @Test
  void aWireThatIsTooSlowForItsMessagesIsClosedByRedis() {
    Issued ada = rig.cached("ada");
    limit("pubsub 1mb 1mb 1");
    rig.proxy().fault(LinkKind.SUBSCRIBED, new Fault.Freeze());
    String garbage = "x".repeat(1 << 20);
    for (int i = 0; i < 100; i++) {
      server.call("PUBLISH", "session:invalidate", garbage);
    }
    rig.revokeBeside(ada);
    rig.proxy().clear();
    await().until(() -> rig.state().subscriptions() > 1);
    assertThat(rig.accepts(ada.token())).isFalse();
    assertThat(rig.state().losses()).isPositive();
  }

  @Test
  void aRedisThatIsRestartedEmptyKnowsNobody() {
    Issued ada = rig.cached("ada");
    server.kill();
    server.restart();
    await().ignoreExceptions().until(() -> !rig.accepts(ada.token()));
    rig.awaitHit(rig.beside().create(NewSession.of("ben")).orElseThrow().token());
  }

  /** Slow but safe: no wrong logout, no failure. */
  @Test
  void aWireThatIsSlowIsUsedAsLongAsItProvesItself() {
    Issued ada = rig.cached("ada");
    rig.proxy().fault(LinkKind.SUBSCRIBED, new Fault.Delay(Duration.ofMillis(50)));
    long slow = System.nanoTime();
    while (System.nanoTime() - slow < 2 * LEASE.toNanos()) {
      assertThat(rig.accepts(ada.token())).isTrue();
    }
    rig.awaitHit(ada.token());
    assertThat(rig.state().losses()).isZero();
  }

  /** So slow that few replies arrive in time: unavailable, never a logout. */
  @Test
  void aTrickleIsNoLogout() {
    Issued ada = rig.cached("ada");
    rig.proxy().all(new Fault.Throttle(1_024));
    for (int i = 0; i < 30; i++) {
      rig.server().call("PUBLISH", "session:invalidate", ada.session().id().value());
      isUnavailable(ada);
    }
    rig.proxy().clear();
    await().until(() -> !isUnavailable(ada));
    rig.awaitHit(ada.token());
  }

  private void limit(String buffer) {
    server.call("CONFIG", "SET", "client-output-buffer-limit", buffer);
  }

  private boolean isUnavailable(Issued issued) {
    try {
      assertThat(rig.accepts(issued.token())).as("an outage of Redis is no logout").isTrue();
      return false;
    } catch (StoreUnavailable e) {
      return true;
    }
  }

  /** A moment of the schedule, not a condition to await. */
  private static void pause(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
