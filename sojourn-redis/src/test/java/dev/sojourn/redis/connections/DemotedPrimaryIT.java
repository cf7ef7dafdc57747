package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Sessions;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Timeouts;
import dev.sojourn.Written;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.AllScripts;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.rig.fault.FaultProxy;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.RedisServers;
import dev.sojourn.rig.server.ServerKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A failover behind an address that does not change, as of a virtual address, a load balancer or a
 * Kubernetes service: connections to the old primary stay open, and it becomes a replica that hears
 * nothing (rule 26).
 */
@ParameterizedClass(name = "near cache {0}")
@ValueSource(booleans = {false, true})
class DemotedPrimaryIT {

  private static final Duration HEALED = Duration.ofSeconds(5);
  private static final Duration A_WHILE = Duration.ofSeconds(3);

  /** Until what a replica says no longer counts; with the near cache on it is the lease. */
  private final Duration bound;

  private final RedisServer old =
      RedisServers.start(ServerKind.any(), "repl-diskless-sync-delay 0");
  private final RedisServer next =
      RedisServers.startLike(old, ServerKind.any(), "replicaof 127.0.0.1 " + old.port());
  private final FaultProxy address = FaultProxy.before(old);
  private final RedisSessions redis;
  private final RedisSessions beside;
  private final Issued ada;

  DemotedPrimaryIT(boolean nearCache) {
    bound = Duration.ofSeconds(nearCache ? 2 : 1);
    AllScripts.teach(old);
    AllScripts.teach(next);
    RedisSettings settings = RedisSettings.of(address.userUri());
    redis = RedisSessions.connect(nearCache ? settings.withNearCache() : settings);
    ada = redis.sessions().create(NewSession.of("ada")).orElseThrow();
    await().until(() -> old.isConfirmedBy(1));
    next.call("REPLICAOF", "NO", "ONE");
    beside = RedisSessions.connect(next.userUri());
    assertThat(sessions().access(ada.token())).isPresent();
    assertThat(sessions().access(ada.token())).isPresent();
  }

  @AfterEach
  void end() {
    redis.close();
    beside.close();
    Invariants.of(next).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
    Invariants.of(old).noConnectionIsLeft();
    address.close();
    next.close();
    old.close();
  }

  @Test
  void whatEndsAtTheNewPrimaryIsRefusedWithinTheBound() {
    failOver();
    beside.sessions().revoke(ada.session().id(), EndReason.LOGOUT);
    long ended = System.nanoTime();
    assertThat(longestAcceptance(ended)).isLessThan(bound);
    assertThat(sessions().access(ada.token())).isEmpty();
  }

  @Test
  void whoLivesAtTheNewPrimaryIsNotLoggedOut() {
    Issued ben = beside.sessions().create(NewSession.of("ben")).orElseThrow();
    failOver();
    await()
        .atMost(HEALED)
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .until(() -> sees(ben));
    assertThat(sessions().access(ada.token())).isPresent();
    assertThat(redis.misroutedReplies()).isZero();
  }

  @Test
  void writesGoOnAtTheNewPrimary() {
    failOver();
    await()
        .atMost(HEALED)
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .until(
            () -> sessions().change(ada.session().id(), all -> all.set("a", 1)),
            Written.class::isInstance);
    assertThat(beside.sessions().peek(ada.token()).orElseThrow().get("a", Integer.class))
        .contains(1);
  }

  /** The readiness of a service is this ping. */
  @Test
  void aReplicaIsNotReadyAndItsAnswersDoNotCount() {
    demote();
    await().atMost(bound).until(() -> !FaultRig.answers(redis));
    await().atMost(bound).until(() -> isUnavailable());
    int before = address.accepted();
    await().during(A_WHILE).until(() -> !FaultRig.answers(redis) && isUnavailable());
    assertThat(address.accepted() - before).as("reconnects in 3 s").isLessThan(60);

    old.call("REPLICAOF", "NO", "ONE");
    await().atMost(HEALED).until(() -> FaultRig.answers(redis));
    assertThat(sessions().access(ada.token())).isPresent();
  }

  @Test
  void aStartAtAReplicaSaysSo() {
    demote();
    assertThatThrownBy(() -> RedisSessions.connect(address.userUri()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("this Redis server is a replica; the URI must lead to the primary");
  }

  private void failOver() {
    address.leadTo(next);
    demote();
  }

  /** The old primary becomes a replica, of a server that it cannot reach. */
  private void demote() {
    old.call("REPLICAOF", "127.0.0.1", "1");
  }

  private Duration longestAcceptance(long since) {
    long longest = 0;
    for (long now = 0; now < A_WHILE.toNanos(); now = System.nanoTime() - since) {
      longest = isAccepted() ? now : longest;
    }
    return Duration.ofNanos(longest);
  }

  private boolean isAccepted() {
    try {
      return sessions().access(ada.token()).isPresent();
    } catch (StoreUnavailable e) {
      return false;
    }
  }

  private boolean isUnavailable() {
    try {
      sessions().access(ada.token());
      return false;
    } catch (StoreUnavailable e) {
      return true;
    }
  }

  private boolean sees(Issued issued) {
    return sessions().access(issued.token()).isPresent();
  }

  private Sessions sessions() {
    return redis.sessions();
  }
}
