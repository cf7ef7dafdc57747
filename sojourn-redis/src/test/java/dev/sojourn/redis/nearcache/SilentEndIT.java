package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.InvalidationBus.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that end without a message: by FLUSHALL, by DEL, by eviction (rule 30). */
@EachServer
class SilentEndIT {

  private static final Duration LEASE = NearCacheSettings.DEFAULT.lease();
  private static final int SOME = 10;

  private final RedisServer server;
  private final NearRig rig;
  private final AtomicInteger missed = new AtomicInteger();

  SilentEndIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    rig = NearRig.on(server);
    rig.near().invalidations().onInvalidated(new CountingListener());
  }

  private final class CountingListener implements Listener {
    @Override
    public void invalidated(SessionId id) {}

    @Override
    public void missed() {
      missed.incrementAndGet();
    }
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void afterAFlushNobodyIsAcceptedForLongerThanALease() {
    List<Issued> all = cached(SOME);
    server.call("FLUSHALL");
    long flushed = System.nanoTime();
    Duration longest = rig.longestAcceptance(all.get(0), flushed, LEASE.multipliedBy(2));
    assertThat(longest).isLessThan(LEASE);
    assertThat(all).noneMatch(one -> rig.accepts(one.token()));
    await().until(() -> missed.get() > 0);
    rig.cached("new");
  }

  /** One of ten is asked for within ten heartbeats; its touch interval is a minute and a half. */
  @Test
  void aKeyThatIsDeletedByHandIsNoticedWhenItsTurnComes() {
    List<Issued> all = cached(SOME);
    Issued deleted = all.get(SOME / 2);
    server.call("DEL", Keys.of(deleted.session().id()));
    await().until(() -> !rig.accepts(deleted.token()));
    assertThat(all).filteredOn(one -> rig.accepts(one.token())).hasSize(SOME - 1);
  }

  @Test
  void sessionsThatEndWithAMessageLeaveTheOthersCached() {
    List<Issued> all = cached(SOME);
    for (Issued issued : all.subList(1, SOME)) {
      rig.revokeBeside(issued);
      awaitHeartbeat();
    }
    assertThat(rig.isHit(all.get(0).token())).isTrue();
    assertThat(missed).hasValue(0);
  }

  @Test
  void aSessionThatExpiresLeavesTheOthersCached() {
    Issued ada = rig.cached("ada");
    Issued brief =
        rig.beside()
            .create(
                NewSession.of("ben")
                    .idleTimeout(Duration.ofSeconds(1))
                    .absoluteTimeout(Duration.ofSeconds(1)))
            .orElseThrow();
    rig.accepts(brief.token());
    await().until(() -> !rig.accepts(brief.token()));
    IntStream.range(0, 4).forEach(n -> awaitHeartbeat());
    assertThat(rig.isHit(ada.token())).isTrue();
    assertThat(missed).hasValue(0);
  }

  private List<Issued> cached(int sessions) {
    return IntStream.range(0, sessions).mapToObj(n -> rig.cached("user " + n)).toList();
  }

  /** Until one that is sent from now on has been answered. */
  private void awaitHeartbeat() {
    long from = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                rig.state()
                    .sinceHeartbeat()
                    .filter(age -> age.toNanos() < System.nanoTime() - from)
                    .isPresent());
  }
}
