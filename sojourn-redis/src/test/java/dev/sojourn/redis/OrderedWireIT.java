package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Opened;
import dev.sojourn.Session;
import dev.sojourn.redis.near.NearMeters;
import dev.sojourn.redis.near.NearMeters.Miss;
import dev.sojourn.testkit.EachServer;
import dev.sojourn.testkit.Fault;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.RedisServer;
import dev.sojourn.testkit.ServerKind;
import dev.sojourn.testkit.SharedServers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connection for messages breaks, lies or lags, all others being well (rules 20 to 22). */
@EachServer
class OrderedWireIT {

  private static final Duration PATIENCE = NearRig.PATIENCE;
  private static final Duration LEASE = NearCacheSettings.DEFAULT.lease();

  private final RedisServer server;
  private final NearRig rig;

  OrderedWireIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    rig = NearRig.on(server);
  }

  @AfterEach
  void end() {
    server.call("REPLICAOF", "NO", "ONE");
    rig.close();
  }

  @Test
  void cut() {
    assertNoAcceptanceBeyondTheLease(new Fault.Cut());
  }

  @Test
  void frozen() {
    assertNoAcceptanceBeyondTheLease(new Fault.Freeze());
  }

  @Test
  void blackHoled() {
    assertNoAcceptanceBeyondTheLease(new Fault.BlackHole());
  }

  @Test
  void delayed() {
    assertNoAcceptanceBeyondTheLease(new Fault.Delay(Duration.ofSeconds(5)));
  }

  /** Every question is answered, none fails, and a lease after the logout none is a yes. */
  private void assertNoAcceptanceBeyondTheLease(Fault fault) {
    Opened ada = rig.kept("ada");
    Opened ben = rig.kept("ben");
    rig.wire().fault(fault);
    rig.revokeBeside(ada);
    long acknowledged = System.nanoTime();
    long longest = 0;
    for (long since = 0; since < 2 * LEASE.toNanos(); since = System.nanoTime() - acknowledged) {
      longest = rig.accepts(ada.token()) ? since : longest;
    }
    assertThat(Duration.ofNanos(longest)).isLessThanOrEqualTo(LEASE);
    assertThat(rig.accepts(ben.token())).isTrue();
    rig.proxy().clear();
    rig.keep(ben.token());
    assertThat(rig.accepts(ada.token())).isFalse();
  }

  /** Each new subscription begins with nothing kept. */
  @Test
  void aConnectionThatIsKilledIsSubscribedAgainWithNothingKept() {
    Opened ada = rig.kept("ada");
    NearMeters counted = rig.near().near().counted();
    server.call("CLIENT", "KILL", "TYPE", "pubsub");
    await().atMost(PATIENCE).until(() -> counted.subscriptions() == 2);
    assertThat(rig.isHit(ada.token())).isFalse();
    assertThat(counted.losses()).isEqualTo(1);
    rig.keep(ada.token());
  }

  /** Rule 22: a server that became a replica answers PING, and is no proof of anything. */
  @Test
  void aPrimaryThatWasDemotedProvesNothing() {
    Opened ada = rig.kept("ada");
    server.call("REPLICAOF", "127.0.0.1", "1");
    await().atMost(PATIENCE).until(() -> rig.near().near().counted().refusals() > 0);
    long hits = rig.hits();
    for (int i = 0; i < 50; i++) {
      rig.accepts(ada.token());
    }
    assertThat(rig.hits()).isEqualTo(hits);
    server.call("REPLICAOF", "NO", "ONE");
    rig.keep(ada.token());
  }

  /**
   * Rule 21: a read was answered before an own revocation, and arrives after its acknowledgement.
   */
  @Test
  void anOwnRevocationThatOvertakesAReadCounts() {
    Opened ada = rig.kept("ada");
    try (Monitor monitor = Monitor.of(server)) {
      server.call("PUBLISH", "session:invalidate", ada.session().id().value());
      await().atMost(PATIENCE).until(() -> rig.misses(Miss.ABSENT) > 1 || !isKept());
      rig.wire().fault(new Fault.Delay(Duration.ofMillis(100)));
      CompletionStage<Optional<Session>> read = rig.here().async().access(ada.token());
      await().atMost(PATIENCE).until(() -> monitor.sent().contains("HGETALL"));
      rig.here().revoke(ada.session().id(), EndReason.LOGOUT);
      for (int i = 0; i < 20; i++) {
        assertThat(rig.accepts(ada.token())).isFalse();
      }
      assertThat(read.toCompletableFuture().join()).isEmpty();
      assertThat(rig.accepts(ada.token())).isFalse();
    }
  }

  private boolean isKept() {
    return rig.near().near().entries() > 0;
  }

  /** A wire in doubt is passed by until it has answered a heartbeat in time. */
  @Test
  void aWireInDoubtIsPassedBy() {
    Opened ada = rig.kept("ada");
    NearMeters counted = rig.near().near().counted();
    rig.wire().fault(new Fault.Freeze());
    await().atMost(PATIENCE).until(() -> counted.doubts() > 0);
    long passes = counted.passes();
    await().atMost(PATIENCE).until(() -> rig.accepts(ada.token()) && counted.passes() > passes);
    rig.proxy().clear();
    rig.keep(ada.token());
  }
}
