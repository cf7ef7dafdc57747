package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.Session;
import dev.sojourn.StoreUnavailable;
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

/** Faults of the subscribed connection, while all others work (rules 20 to 22). */
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

  /** Every access is answered, none fails; none is accepted later than a lease after the logout. */
  private void assertNoAcceptanceBeyondTheLease(Fault fault) {
    Issued ada = rig.cached("ada");
    Issued ben = rig.cached("ben");
    rig.subscribedLink().fault(fault);
    rig.revokeBeside(ada);
    long acknowledged = System.nanoTime();
    Duration longest = rig.longestAcceptance(ada, acknowledged, LEASE.multipliedBy(2));
    assertThat(longest).isLessThanOrEqualTo(LEASE);
    assertThat(rig.accepts(ben.token())).isTrue();
    rig.proxy().clear();
    rig.awaitHit(ben.token());
    assertThat(rig.accepts(ada.token())).isFalse();
  }

  /** Entries of an earlier subscription never count, even with a new lease. */
  @Test
  void aConnectionThatIsKilledIsSubscribedAgainWithNothingKept() {
    Issued ada = rig.cached("ada");
    server.call("CLIENT", "KILL", "TYPE", "pubsub");
    await().until(() -> rig.state().subscriptions() > 1);
    await().until(() -> rig.state().leased() == 1);
    assertThat(rig.isHit(ada.token())).isFalse();
    assertThat(rig.state().losses()).isEqualTo(1);
    rig.awaitHit(ada.token());
  }

  /**
   * Redis closes the connection of a user that loses the right for the channel, and refuses the
   * next subscription.
   */
  @Test
  void aSubscriptionThatIsRefusedForAWhileIsAskedForAgain() {
    Issued ada = rig.cached("ada");
    long losses = rig.state().losses();
    server.call("ACL", "SETUSER", "sojourn", "resetchannels");
    try {
      await().until(() -> rig.state().losses() > losses);
      await().during(LEASE).until(() -> rig.accepts(ada.token()) && !rig.isHit(ada.token()));
    } finally {
      server.call("ACL", "SETUSER", "sojourn", "&session:invalidate");
    }
    rig.awaitHit(ada.token());
  }

  /**
   * Rules 22 and 26: a server that became a replica answers, but that neither proves nor counts.
   */
  @Test
  void aPrimaryThatWasDemotedProvesNothing() {
    Issued ada = rig.cached("ada");
    server.call("REPLICAOF", "127.0.0.1", "1");
    await().until(() -> rig.state().refusals() > 0);
    long hits = rig.hits();
    await().until(() -> isUnavailable(ada));
    await().during(LEASE).until(() -> isUnavailable(ada));
    assertThat(rig.hits()).isEqualTo(hits);
    server.call("REPLICAOF", "NO", "ONE");
    await()
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .until(() -> rig.accepts(ada.token()));
    rig.awaitHit(ada.token());
  }

  private boolean isUnavailable(Issued issued) {
    try {
      rig.accepts(issued.token());
      return false;
    } catch (StoreUnavailable e) {
      return true;
    }
  }

  /**
   * Rule 21: the reply to a read is sent before a revocation of the same process, and arrives after
   * the revocation was acknowledged.
   */
  @Test
  void anOwnRevocationThatOvertakesAReadCounts() {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .pollInSameThread()
        .until(this::isOvertaken);
  }

  /** Whether it was: the read may have been faster, or may have bypassed the connection. */
  private boolean isOvertaken() {
    Issued ada = rig.login("ada");
    rig.cached("ben"); // so that the subscribed connection has a lease
    rig.subscribedLink().fault(new Fault.Delay(Duration.ofMillis(150)));
    long bypassed = rig.state().bypassed();
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      CompletableFuture<Optional<Session>> read =
          rig.here().async().access(ada.token()).toCompletableFuture();
      awaitSoon(() -> monitor.sent().contains("HGETALL"));
      rig.here().revoke(ada.session().id(), EndReason.LOGOUT);
      boolean overtaken = !read.isDone() && rig.state().bypassed() == bypassed;
      assertThat(rig.accepts(ada.token())).isFalse();
      assertThat(!overtaken || read.join().isEmpty()).isTrue();
      assertThat(rig.accepts(ada.token())).isFalse();
      return overtaken && rig.state().notCachedByReason().get("own_write") > 0;
    } finally {
      rig.proxy().clear();
    }
  }

  /** Law 5: replies on another connection have no order relative to the messages. */
  @Test
  void onlyWhatTheWireBringsIsKept() {
    Issued ada = rig.login("ada");
    rig.cached("ben"); // so that the subscribed connection has a lease
    long messages = rig.state().invalidations();
    rig.proxy().fault(LinkKind.DATA, new Fault.Delay(Duration.ofMillis(150)));
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      CompletionStage<Optional<Session>> read = rig.here().async().access(ada.token());
      awaitSoon(() -> monitor.sent().contains("HGETALL"));
      rig.revokeBeside(ada);
      awaitSoon(() -> rig.state().invalidations() > messages);
      read.toCompletableFuture().join();
      assertThat(rig.accepts(ada.token())).isFalse();
    }
  }

  /** After a timeout it is bypassed until a heartbeat is answered in time. */
  @Test
  void aWireInDoubtIsPassedBy() {
    Issued ada = rig.cached("ada");
    rig.subscribedLink().fault(new Fault.Freeze());
    await().until(() -> rig.state().timeouts() > 0);
    long bypassed = rig.state().bypassed();
    await().until(() -> rig.accepts(ada.token()));
    assertThat(rig.state().bypassed()).isGreaterThan(bypassed);
    rig.proxy().clear();
    rig.awaitHit(ada.token());
  }

  private static void awaitSoon(Callable<Boolean> condition) {
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
  }
}
