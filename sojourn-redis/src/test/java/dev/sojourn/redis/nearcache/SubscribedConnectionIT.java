package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.Session;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.LinkKind;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connection for messages breaks, lies or lags, all others being well (rules 20 to 22). */
@EachServer
class SubscribedConnectionIT {

  private static final Duration LEASE = NearRig.QUICK.lease();

  private final RedisServer server;
  private final NearRig rig;

  SubscribedConnectionIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    rig = NearRig.on(server, NearRig.QUICK);
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
    Issued ada = rig.kept("ada");
    Issued ben = rig.kept("ben");
    rig.wire().fault(fault);
    rig.revokeBeside(ada);
    long acknowledged = System.nanoTime();
    Duration longest = rig.longestAcceptance(ada, acknowledged, LEASE.multipliedBy(2));
    assertThat(longest).isLessThanOrEqualTo(LEASE);
    assertThat(rig.accepts(ben.token())).isTrue();
    rig.proxy().clear();
    rig.keep(ben.token());
    assertThat(rig.accepts(ada.token())).isFalse();
  }

  /** Each new subscription begins with nothing kept, whatever is proved in it. */
  @Test
  void aConnectionThatIsKilledIsSubscribedAgainWithNothingKept() {
    Issued ada = rig.kept("ada");
    server.call("CLIENT", "KILL", "TYPE", "pubsub");
    await().until(() -> rig.counted().subscriptions() > 1);
    await().until(() -> rig.near().nearCacheState().leased() == 1);
    assertThat(rig.isHit(ada.token())).isFalse();
    assertThat(rig.counted().losses()).isEqualTo(1);
    rig.keep(ada.token());
  }

  /**
   * Redis closes the connection of one who lost the right to it, and refuses the next subscription.
   */
  @Test
  void aSubscriptionThatIsRefusedForAWhileIsAskedForAgain() {
    Issued ada = rig.kept("ada");
    long losses = rig.counted().losses();
    server.call("ACL", "SETUSER", "sojourn", "resetchannels");
    try {
      await().until(() -> rig.counted().losses() > losses);
      await().during(LEASE).until(() -> rig.accepts(ada.token()) && !rig.isHit(ada.token()));
    } finally {
      server.call("ACL", "SETUSER", "sojourn", "&session:invalidate");
    }
    rig.keep(ada.token());
  }

  /** Rule 22: a server that became a replica answers PING, and is no proof of anything. */
  @Test
  void aPrimaryThatWasDemotedProvesNothing() {
    Issued ada = rig.kept("ada");
    server.call("REPLICAOF", "127.0.0.1", "1");
    await().until(() -> rig.counted().refusals() > 0);
    long hits = rig.hits();
    long passes = rig.counted().bypassed();
    for (int i = 0; i < 50; i++) {
      rig.accepts(ada.token());
    }
    assertThat(rig.hits()).isEqualTo(hits);
    assertThat(rig.counted().bypassed()).as("not even asked").isEqualTo(passes + 50);
    server.call("REPLICAOF", "NO", "ONE");
    rig.keep(ada.token());
  }

  /**
   * Rule 21: a read was answered before an own revocation, and arrives after its acknowledgement.
   */
  @Test
  void anOwnRevocationThatOvertakesAReadCounts() {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .pollInSameThread()
        .until(this::isOvertaken);
  }

  /** Answers whether it was: the read may have been faster after all, or taken another way. */
  private boolean isOvertaken() {
    Issued ada = rig.login("ada");
    rig.kept("ben"); // so the wire is trusted
    rig.wire().fault(new Fault.Delay(Duration.ofMillis(150)));
    long passes = rig.counted().bypassed();
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      CompletableFuture<Optional<Session>> read =
          rig.here().async().access(ada.token()).toCompletableFuture();
      awaitSoon(() -> monitor.sent().contains("HGETALL"));
      rig.here().revoke(ada.session().id(), EndReason.LOGOUT);
      boolean overtaken = !read.isDone() && rig.counted().bypassed() == passes;
      assertThat(rig.accepts(ada.token())).isFalse();
      assertThat(!overtaken || read.join().isEmpty()).isTrue();
      assertThat(rig.accepts(ada.token())).isFalse();
      return overtaken && rig.counted().notCachedByReason().get("own_write") > 0;
    } finally {
      rig.proxy().clear();
    }
  }

  /** Law 5: what another connection brings comes in no order with the messages. */
  @Test
  void onlyWhatTheWireBringsIsKept() {
    Issued ada = rig.login("ada");
    rig.kept("ben"); // so the wire is trusted
    long heard = rig.counted().invalidations();
    rig.proxy().fault(LinkKind.DATA, new Fault.Delay(Duration.ofMillis(150)));
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      CompletionStage<Optional<Session>> read = rig.here().async().access(ada.token());
      awaitSoon(() -> monitor.sent().contains("HGETALL"));
      rig.revokeBeside(ada);
      awaitSoon(() -> rig.counted().invalidations() > heard);
      read.toCompletableFuture().join();
      assertThat(rig.accepts(ada.token())).isFalse();
    }
  }

  /** A wire in doubt is passed by until it has answered a heartbeat in time. */
  @Test
  void aWireInDoubtIsPassedBy() {
    Issued ada = rig.kept("ada");
    rig.wire().fault(new Fault.Freeze());
    await().until(() -> rig.counted().timeouts() > 0);
    long passes = rig.counted().bypassed();
    await().until(() -> rig.accepts(ada.token()));
    assertThat(rig.counted().bypassed()).isGreaterThan(passes);
    rig.proxy().clear();
    rig.keep(ada.token());
  }

  private static void awaitSoon(Callable<Boolean> condition) {
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
  }
}
