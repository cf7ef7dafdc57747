package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.sojourn.Issued;
import dev.sojourn.redis.rig.Load;
import dev.sojourn.redis.rig.Load.Outcome;
import dev.sojourn.redis.rig.LogCapture;
import dev.sojourn.rig.fault.ClusterBus;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.LinkKind;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The near cache on a Cluster of three primaries with replicas: an entry depends on the subscribed
 * connection to the session's own primary (law 5, rules 22 and 23, FT16).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class NearClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LEASE = NearRig.QUICK.lease();

  private final RedisCluster cluster = RedisCluster.startWithReplicas(ServerKind.any());

  private NearCluster rig;

  @BeforeEach
  void connect() {
    rig = NearCluster.on(cluster);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @AfterAll
  void end() {
    cluster.close();
  }

  @Test
  void eachPrimaryHasASubscribedConnectionOfItsOwn() {
    List<Issued> all = NearCluster.USERS.stream().map(rig::cached).toList();
    assertThat(all.stream().map(rig::primary).distinct()).hasSize(3);
    assertThat(rig.near().nearCacheState().leased()).isEqualTo(3);
    assertThat(cluster.primaries().stream().map(NearClusterIT::subscribers)).containsOnly("1");
    all.forEach(rig::revoke);
    all.forEach(one -> await().atMost(PATIENCE).until(() -> !rig.accepts(one)));
  }

  @Test
  void theWireOfOnePrimaryIsBroken() {
    Issued cutOff = rig.cached("ada");
    Issued well = rig.cached(rig.elsewhere(cutOff));
    rig.proxy().to(rig.primary(cutOff)).fault(LinkKind.SUBSCRIBED, new Fault.BlackHole());
    assertNoAcceptanceBeyondTheLease(cutOff);
    long hits = rig.hits();
    assertThat(rig.accepts(well)).isTrue();
    assertThat(rig.hits()).isGreaterThan(hits);
    rig.proxy().clear();
    rig.awaitHit(rig.cached("ada"));
  }

  /** The message arrives from the session's own primary, even if the Cluster bus loses it. */
  @Test
  void theBusLosesTheMessagesOfAPrimary() {
    Issued ada = rig.cached("ada");
    try (ClusterBus bus = ClusterBus.of(cluster)) {
      rig.awaitHit(ada);
      cluster.nodes().stream()
          .filter(node -> node != rig.primary(ada))
          .forEach(node -> bus.fault(rig.primary(ada), node, new Fault.BlackHole()));
      rig.revoke(ada);
      await().atMost(LEASE).until(() -> !rig.accepts(ada));
    }
  }

  @Test
  void aSlotMoves() {
    Issued ada = rig.cached("ada");
    RedisServer to = rig.primary(rig.login(rig.elsewhere(ada)));
    try (Load load = Load.on(rig.near().sessions())) { // its sessions are in the same slot
      cluster.moveSlot(cluster.slotOf(rig.key(ada)), to);
      assertThat(rig.primary(ada)).isSameAs(to);
      rig.awaitHit(ada);
      assertNoAcceptanceBeyondTheLease(ada);
      assertNobodyWasLoggedOut(load);
    }
  }

  /** Entries of a moved slot no longer count, even without a message about a revocation. */
  @Test
  void aSlotMovesAndTheMessageIsLost() {
    Issued ada = rig.cached("ada");
    cluster.moveSlot(cluster.slotOf(rig.key(ada)), rig.primary(rig.login(rig.elsewhere(ada))));
    rig.primary(ada).call("DEL", rig.key(ada));
    assertRefusedWithinTheLease(ada, System.nanoTime());
  }

  /**
   * The connection it was read over works and serves other slots, but no longer this one: either
   * the topology says so, or a heartbeat that happens to ask for its key.
   */
  @Test
  void whatAnotherPrimarysWireBroughtServesNoLonger() {
    Issued ada = rig.cached("ada");
    rig.cached(rig.neighbour(ada));
    cluster.moveSlot(cluster.slotOf(rig.key(ada)), rig.primary(rig.login(rig.elsewhere(ada))));
    rig.primary(ada).call("DEL", rig.key(ada));
    await().atMost(Duration.ofSeconds(20)).until(() -> !rig.accepts(ada));
  }

  /** An entry from before a slot moved away does not count when the slot has returned. */
  @Test
  void aSlotMovesAwayAndComesBack() {
    Issued ada = rig.cached("ada");
    RedisServer home = rig.primary(ada);
    int slot = cluster.slotOf(rig.key(ada));
    long refusals = rig.near().nearCacheState().refusals();
    cluster.moveSlot(slot, rig.primary(rig.login(rig.elsewhere(ada))));
    await().atMost(PATIENCE).until(() -> rig.near().nearCacheState().refusals() > refusals);
    rig.primary(ada).call("DEL", rig.key(ada));
    cluster.moveSlot(slot, home);
    assertRefusedWithinTheLease(ada, System.nanoTime());
  }

  @Test
  void aPrimaryIsKilled() {
    Issued ada = rig.cached("ada");
    RedisServer old = rig.primary(ada);
    try (Load load = Load.on(rig.near().sessions())) { // its sessions are on the same primary
      rig.awaitReplicated();
      old.kill();
      long killed = System.nanoTime();
      await().atMost(PATIENCE).until(() -> rig.isServedByAnother(ada, old));
      long promoted = System.nanoTime();
      await().atMost(PATIENCE).until(() -> rig.accepts(ada));
      print(promoted - killed, System.nanoTime() - promoted);
      assertNoAcceptanceBeyondTheLease(ada);
      rig.awaitHit(rig.cached("ada"));
      assertNobodyWasLoggedOut(load);
    } finally {
      old.restart();
      cluster.awaitOk();
    }
  }

  /** The topology changes once; no event tells when the new primary becomes reachable. */
  @Test
  void aNewPrimaryThatCannotBeReachedYetIsListenedToLater() {
    Issued ada = rig.cached("ada");
    RedisServer old = rig.primary(ada);
    try (LogCapture log = new LogCapture(Level.DEBUG)) {
      rig.awaitReplicated();
      cluster.nodes().stream()
          .filter(node -> !cluster.primaries().contains(node))
          .forEach(replica -> rig.proxy().to(replica).all(new Fault.Cut()));
      old.kill();
      await().atMost(PATIENCE).until(() -> log.text().contains("cannot subscribe to"));
      rig.proxy().clear();
      rig.awaitHit(rig.cached("ada"));
    } finally {
      old.restart();
      cluster.awaitOk();
    }
  }

  /**
   * It answers PING, PUBLISH and HELLO but refuses commands on keys: the EXISTS of a heartbeat
   * shows it.
   */
  @Test
  void aPrimaryIsCutOffFromItsMajority() {
    Issued ada = rig.cached("ada");
    RedisServer old = rig.primary(ada);
    rig.awaitReplicated();
    try (ClusterBus bus = ClusterBus.of(cluster)) {
      rig.awaitHit(ada);
      cluster.nodes().stream()
          .filter(node -> node != old)
          .forEach(
              node -> {
                bus.fault(old, node, new Fault.BlackHole());
                bus.fault(node, old, new Fault.BlackHole());
              });
      await().atMost(PATIENCE).until(() -> rig.isServedByAnother(ada, old));
      assertNoAcceptanceBeyondTheLease(ada);
    }
  }

  private static String subscribers(RedisServer node) {
    try (RespClient admin = node.connect()) {
      return admin.texts("PUBSUB", "NUMSUB", "session:invalidate").get(1);
    }
  }

  /** An outage is an error for callers, never a logout. */
  private static void assertNobodyWasLoggedOut(Load load) {
    assertThat(load.count(Outcome.NOT_THERE)).isZero();
    assertThat(load.count(Outcome.FAILED)).isZero();
    assertThat(load.count(Outcome.FINE)).isPositive();
  }

  private static void print(long failover, long seen) {
    System.out.printf(
        "figure: a primary was killed, its replica served after %d ms, and we were served %d ms"
            + " later%n",
        failover / 1_000_000, seen / 1_000_000);
  }

  private void assertNoAcceptanceBeyondTheLease(Issued issued) {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> rig.revoke(issued) == 1);
    assertRefusedWithinTheLease(issued, System.nanoTime());
  }

  private void assertRefusedWithinTheLease(Issued issued, long acknowledged) {
    long longest = 0;
    for (long since = 0; since < 2 * LEASE.toNanos(); since = System.nanoTime() - acknowledged) {
      longest = rig.accepts(issued) ? since : longest;
    }
    assertThat(Duration.ofNanos(longest)).isLessThanOrEqualTo(LEASE);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> !rig.near().sessions().access(issued.token()).isPresent());
  }
}
