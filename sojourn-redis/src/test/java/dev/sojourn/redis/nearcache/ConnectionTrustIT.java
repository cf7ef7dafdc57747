package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.SessionId;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * When replies and leases can be trusted, counted from the sending of the command (rules 20 and
 * 22). Independent of the kind of server.
 */
class ConnectionTrustIT {

  private static final Duration PATIENCE = NearRig.PATIENCE;

  private final RedisServer server = SharedServers.fresh(ServerKind.any());

  /** Every heartbeat is answered, but its reply arrives after the lease it would renew is over. */
  @Test
  void aLeaseCountsFromTheHeartbeatsSending() {
    Duration lease = Duration.ofMillis(200);
    Duration delay = lease.multipliedBy(2);
    NearCacheSettings quick = NearCacheSettings.DEFAULT.withLease(lease);
    try (NearRig rig =
        NearRig.on(server, given -> given.withNearCache(quick).withCommandTimeout(PATIENCE))) {
      Issued ada = rig.cached("ada");
      rig.subscribedLink().fault(new Fault.Delay(delay));
      long delayed = System.nanoTime();
      Duration bothWays = delay.multipliedBy(2).plus(quick.heartbeat());
      await().until(() -> System.nanoTime() - delayed > bothWays.toNanos());
      rig.revokeBeside(ada);
      long acknowledged = System.nanoTime();
      assertThat(rig.longestAcceptance(ada, acknowledged, delay.multipliedBy(2)))
          .isLessThanOrEqualTo(lease);
      assertThat(rig.state().timeouts()).isZero();
      assertThat(rig.state().losses()).isZero();
    }
  }

  /** A single timeout is enough, even while the lease holds. */
  @Test
  void whoseCommandTimedOutIsPassedByAtOnce() {
    Duration lease = Duration.ofSeconds(10);
    try (NearRig rig = NearRig.on(server, NearCacheSettings.DEFAULT.withLease(lease))) {
      rig.cached("ada"); // so that the subscribed connection has a lease
      Issued ben = rig.login("ben");
      rig.subscribedLink().fault(new Fault.Freeze());
      assertThat(rig.accepts(ben.token())).isTrue();
      assertThat(rig.state().timeouts()).isPositive();
      long bypassed = rig.state().bypassed();
      long entries = rig.state().entries();
      assertThat(rig.accepts(ben.token())).isTrue();
      assertThat(rig.state().bypassed()).isEqualTo(bypassed + 1);
      assertThat(rig.state().entries()).isEqualTo(entries);
    }
  }

  /** The reply arrived in time, but the thread that should return it was blocked (rule 20). */
  @Test
  void anAnswerThatIsNotToldInTimeIsAskedAgain() {
    EventLoopGroup loops = loops();
    CountDownLatch blocked = new CountDownLatch(1);
    try (NearRig rig = NearRig.on(server, NearRig.QUICK);
        RedisSessions there = rig.near().on(loops.next()).toCompletableFuture().join()) {
      rig.cached("ben"); // so that the subscribed connection has a lease
      Issued ada = rig.login("ada");
      long entries = rig.state().entries();
      loops.next().execute(() -> awaitUnblocked(blocked));
      var read = there.async().access(ada.token()).toCompletableFuture();
      await().until(() -> rig.state().entries() > entries);
      rig.revokeBeside(ada);
      long revoked = System.nanoTime();
      await().until(() -> System.nanoTime() - revoked > 2 * NearRig.QUICK.lease().toNanos());
      blocked.countDown();
      assertThat(read.join()).isEmpty();
    } finally {
      blocked.countDown();
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    }
  }

  private static EventLoopGroup loops() {
    return (EventLoopGroup)
        DefaultEventLoopGroupProvider.createEventLoopGroup(Transports.eventLoopGroupClass(), 1);
  }

  private static void awaitUnblocked(CountDownLatch blocked) {
    try {
      blocked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The probe is a message of its own: no listener sees it, and no cache entry is evicted. */
  @Test
  void aProbeMeasuresHowLongAMessageTakes() {
    try (NearRig rig = NearRig.on(server, NearRig.QUICK)) {
      Issued ada = rig.cached("ada");
      Queue<SessionId> received = new ConcurrentLinkedQueue<>();
      rig.near().invalidations().onInvalidated(received::add);
      Duration delay = Duration.ofMillis(20);
      rig.subscribedLink().fault(new Fault.Delay(delay));
      await()
          .until(
              () -> rig.state().lastProbe().filter(took -> took.compareTo(delay) > 0),
              Optional::isPresent);
      assertThat(rig.state().lastProbe().orElseThrow()).isBetween(delay.multipliedBy(2), PATIENCE);
      assertThat(received).isEmpty();
      assertThat(rig.isHit(ada.token())).isTrue();
    }
  }
}
