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
 * What an answer is worth, by when it was asked for (rules 20 and 22). What the server is makes no
 * difference.
 */
class ConnectionTrustIT {

  private static final Duration PATIENCE = NearRig.PATIENCE;

  private final RedisServer server = SharedServers.fresh(ServerKind.any());

  /** All heartbeats are answered, and each proves what was, longer ago than a lease. */
  @Test
  void aLeaseCountsFromTheHeartbeatsSending() {
    Duration lease = Duration.ofMillis(200);
    Duration delay = lease.multipliedBy(2);
    NearCacheSettings quick = NearCacheSettings.DEFAULT.withLease(lease);
    try (NearRig rig =
        NearRig.on(server, given -> given.withNearCache(quick).withCommandTimeout(PATIENCE))) {
      Issued ada = rig.kept("ada");
      rig.wire().fault(new Fault.Delay(delay));
      long delayed = System.nanoTime();
      Duration bothWays = delay.multipliedBy(2).plus(quick.heartbeat());
      await().until(() -> System.nanoTime() - delayed > bothWays.toNanos());
      rig.revokeBeside(ada);
      long acknowledged = System.nanoTime();
      assertThat(rig.longestAcceptance(ada, acknowledged, delay.multipliedBy(2)))
          .isLessThanOrEqualTo(lease);
      assertThat(rig.counted().timeouts()).isZero();
      assertThat(rig.counted().losses()).isZero();
    }
  }

  /** One command that timed out is enough, whatever the lease says. */
  @Test
  void whoseCommandTimedOutIsPassedByAtOnce() {
    Duration lease = Duration.ofSeconds(10);
    try (NearRig rig = NearRig.on(server, NearCacheSettings.DEFAULT.withLease(lease))) {
      rig.kept("ada"); // so the wire is trusted
      Issued ben = rig.login("ben");
      rig.wire().fault(new Fault.Freeze());
      assertThat(rig.accepts(ben.token())).isTrue();
      assertThat(rig.counted().timeouts()).isPositive();
      long passes = rig.counted().bypassed();
      long entries = rig.near().nearCacheState().entries();
      assertThat(rig.accepts(ben.token())).isTrue();
      assertThat(rig.counted().bypassed()).isEqualTo(passes + 1);
      assertThat(rig.near().nearCacheState().entries()).isEqualTo(entries);
    }
  }

  /** It was in time, and the thread that was to tell it stood still (rule 20). */
  @Test
  void anAnswerThatIsNotToldInTimeIsAskedAgain() {
    EventLoopGroup loops = loops();
    CountDownLatch still = new CountDownLatch(1);
    try (NearRig rig = NearRig.on(server, NearRig.QUICK);
        RedisSessions there = rig.near().on(loops.next()).toCompletableFuture().join()) {
      rig.kept("ben"); // so the wire is trusted
      Issued ada = rig.login("ada");
      long kept = rig.near().nearCacheState().entries();
      loops.next().execute(() -> awaitEnd(still));
      var read = there.async().access(ada.token()).toCompletableFuture();
      await().until(() -> rig.near().nearCacheState().entries() > kept);
      rig.revokeBeside(ada);
      long revoked = System.nanoTime();
      await().until(() -> System.nanoTime() - revoked > 2 * NearRig.QUICK.lease().toNanos());
      still.countDown();
      assertThat(read.join()).isEmpty();
    } finally {
      still.countDown();
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    }
  }

  private static EventLoopGroup loops() {
    return (EventLoopGroup)
        DefaultEventLoopGroupProvider.createEventLoopGroup(Transports.eventLoopGroupClass(), 1);
  }

  private static void awaitEnd(CountDownLatch of) {
    try {
      of.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A message of its own, over the whole way; nobody is told of it, and nothing is forgotten. */
  @Test
  void aProbeTellsHowLongAMessageTakes() {
    try (NearRig rig = NearRig.on(server, NearRig.QUICK)) {
      Issued ada = rig.kept("ada");
      Queue<SessionId> told = new ConcurrentLinkedQueue<>();
      rig.near().invalidations().onInvalidated(told::add);
      Duration delay = Duration.ofMillis(20);
      rig.wire().fault(new Fault.Delay(delay));
      await()
          .until(
              () -> rig.counted().lastProbe().filter(took -> took.compareTo(delay) > 0),
              Optional::isPresent);
      assertThat(rig.counted().lastProbe().orElseThrow())
          .isBetween(delay.multipliedBy(2), PATIENCE);
      assertThat(told).isEmpty();
      assertThat(rig.isHit(ada.token())).isTrue();
    }
  }
}
