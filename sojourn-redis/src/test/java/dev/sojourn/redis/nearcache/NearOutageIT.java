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
 * A near cache while Redis stands still, or its connection for messages flaps: never stale, no
 * failure of its own, well again soon (FT5, FT6, FT7, FT12, FT35).
 */
@EachServer
class NearOutageIT {

  private static final Duration WELL_AGAIN = Duration.ofSeconds(2);
  private static final Duration LEASE = NearRig.QUICK.lease();

  private static final String BUFFER_BY_DEFAULT = "pubsub 32mb 8mb 60";

  private final RedisServer server;
  private final NearRig rig;

  NearOutageIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    rig = NearRig.on(server, NearRig.QUICK);
  }

  @AfterEach
  void end() {
    server.thaw();
    limit(BUFFER_BY_DEFAULT);
    rig.close();
  }

  @Test
  void aRedisThatStandsStillIsAnsweredForUntilTheLeaseEndsAndIsUnavailableThen() {
    Issued ada = rig.kept("ada");
    server.freeze();
    long frozen = System.nanoTime();
    await().until(() -> isUnavailable(ada));
    assertThat(System.nanoTime() - frozen).isGreaterThan(LEASE.toNanos() / 2);
    long hits = rig.hits();
    for (long since = 0; since < standstill(); since = System.nanoTime() - frozen) {
      assertThat(isUnavailable(ada)).isTrue();
    }
    assertThat(rig.hits()).isEqualTo(hits);
    server.thaw();
    await().ignoreExceptions().until(() -> rig.accepts(ada.token()));
    rig.keep(ada.token());
  }

  private static long standstill() {
    return Duration.ofSeconds(Rounds.isFull() ? 30 : 2).toNanos();
  }

  @Test
  void whoFlapsIsNeverStaleAndWellAgainSoon() {
    long seed = Long.getLong("sojourn.seed", System.nanoTime());
    Random random = new Random(seed);
    Issued well = rig.kept("well");
    Footprint before = Footprint.now();
    for (int flap = 0; flap < Rounds.of(1_002) / 3; flap++) {
      Issued ada = rig.kept("ada");
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
      rig.keep(well.token());
      assertThat(System.nanoTime() - healed).as("seed %d", seed).isLessThan(WELL_AGAIN.toNanos());
    }
    assertThat(rig.proxy().links(LinkKind.SUBSCRIBED)).hasSize(1);
    before.assertKept();
  }

  /** Who is so slow that Redis closes the connection begins anew with nothing kept. */
  @Test
  void aWireThatIsTooSlowForItsMessagesIsClosedByRedis() {
    Issued ada = rig.kept("ada");
    limit("pubsub 1mb 1mb 1");
    rig.proxy().fault(LinkKind.SUBSCRIBED, new Fault.Freeze());
    String garbage = "x".repeat(1 << 20);
    for (int i = 0; i < 100; i++) {
      server.call("PUBLISH", "session:invalidate", garbage);
    }
    rig.revokeBeside(ada);
    rig.proxy().clear();
    await().until(() -> rig.counted().subscriptions() > 1);
    assertThat(rig.accepts(ada.token())).isFalse();
    assertThat(rig.counted().losses()).isPositive();
  }

  @Test
  void aRedisThatIsRestartedEmptyKnowsNobody() {
    Issued ada = rig.kept("ada");
    server.kill();
    server.restart();
    await().ignoreExceptions().until(() -> !rig.accepts(ada.token()));
    rig.keep(rig.beside().create(NewSession.of("ben")).orElseThrow().token());
  }

  /** Slow, and still sure: no logout by mistake, no failure. */
  @Test
  void aWireThatIsSlowIsUsedAsLongAsItProvesItself() {
    Issued ada = rig.kept("ada");
    rig.proxy().fault(LinkKind.SUBSCRIBED, new Fault.Delay(Duration.ofMillis(50)));
    long slow = System.nanoTime();
    while (System.nanoTime() - slow < 2 * LEASE.toNanos()) {
      assertThat(rig.accepts(ada.token())).isTrue();
    }
    rig.keep(ada.token());
    assertThat(rig.counted().losses()).isZero();
  }

  /** So slow that hardly anything is answered in time: unavailable, and never a logout. */
  @Test
  void aTrickleIsNoLogout() {
    Issued ada = rig.kept("ada");
    rig.proxy().all(new Fault.Throttle(1_024));
    for (int i = 0; i < 30; i++) {
      rig.server().call("PUBLISH", "session:invalidate", ada.session().id().value());
      isUnavailable(ada);
    }
    rig.proxy().clear();
    await().until(() -> !isUnavailable(ada));
    rig.keep(ada.token());
  }

  private void limit(String buffer) {
    server.call("CONFIG", "SET", "client-output-buffer-limit", buffer);
  }

  private boolean isUnavailable(Issued issued) {
    try {
      assertThat(rig.accepts(issued.token())).as("a trouble of Redis is no logout").isTrue();
      return false;
    } catch (StoreUnavailable e) {
      return true;
    }
  }

  /** A moment of the schedule, not a condition to be awaited. */
  private static void pause(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
