package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.NewSession;
import dev.sojourn.Opened;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.Load.Outcome;
import dev.sojourn.redis.RedisSettings.KeyspaceName;
import dev.sojourn.testkit.ClusterBus;
import dev.sojourn.testkit.ClusterProxy;
import dev.sojourn.testkit.Fault;
import dev.sojourn.testkit.LinkKind;
import dev.sojourn.testkit.RedisCluster;
import dev.sojourn.testkit.RedisServer;
import dev.sojourn.testkit.RespClient;
import dev.sojourn.testkit.ServerKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What is kept near of a Cluster of three primaries with replicas: what counts for a session is the
 * wire of its own primary (law 5, rules 22 and 23, FT16).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class NearClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LEASE = NearRig.QUICK.lease();

  /** Their sessions lie on different primaries. */
  private static final List<String> USERS = List.of("ada", "ben", "cy", "dan", "eve", "fay");

  private final RedisCluster cluster =
      RedisCluster.startWithReplicas(ServerKind.REDIS_7_0_EMBEDDED);

  private final Keyspace keys = new Keyspace(KeyspaceName.SLOTTED, "");
  private ClusterProxy proxy;
  private RedisSessions near;
  private RedisSessions beside;

  @BeforeEach
  void connect() {
    cluster.flush();
    proxy = ClusterProxy.before(cluster);
    near = connected(settings(proxy.userUri()).withNearCache(NearRig.QUICK));
    beside = connected(settings(cluster.userUri()));
  }

  /** While all nodes begin anew they may be slow. */
  private static RedisSessions connected(RedisSettings settings) {
    return await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .until(() -> RedisSessions.connect(settings), redis -> true);
  }

  @AfterEach
  void close() {
    near.close();
    beside.close();
    proxy.close();
  }

  @AfterAll
  void end() {
    cluster.close();
  }

  @Test
  void eachPrimaryHasAWireOfItsOwn() {
    List<Opened> all = USERS.stream().map(this::kept).toList();
    assertThat(all.stream().map(this::primary).distinct()).hasSize(3);
    assertThat(near.near().wires().leased()).isEqualTo(3);
    assertThat(cluster.primaries().stream().map(NearClusterIT::subscribers)).containsOnly("1");
    all.forEach(this::revoke);
    all.forEach(one -> await().atMost(PATIENCE).until(() -> !accepts(one)));
  }

  @Test
  void theWireOfOnePrimaryIsBroken() {
    Opened broken = kept("ada");
    Opened well = kept(elsewhere(broken));
    proxy.to(primary(broken)).fault(LinkKind.SUBSCRIBED, new Fault.BlackHole());
    assertNoAcceptanceBeyondTheLease(broken);
    long hits = hits();
    assertThat(accepts(well)).isTrue();
    assertThat(hits()).isGreaterThan(hits);
    proxy.clear();
    keep(kept("ada"));
  }

  /** The message comes from the session's own primary, whatever the bus loses. */
  @Test
  void theBusLosesTheMessagesOfAPrimary() {
    Opened ada = kept("ada");
    try (ClusterBus bus = ClusterBus.of(cluster)) {
      keep(ada);
      cluster.nodes().stream()
          .filter(node -> node != primary(ada))
          .forEach(node -> bus.fault(primary(ada), node, new Fault.BlackHole()));
      revoke(ada);
      await().atMost(LEASE).until(() -> !accepts(ada));
    }
  }

  @Test
  void aSlotMoves() {
    Opened ada = kept("ada");
    RedisServer to = primary(beside(elsewhere(ada)));
    try (Load load = Load.on(near.sessions())) { // its sessions lie in the same slot
      cluster.moveSlot(cluster.slotOf(key(ada)), to);
      assertThat(primary(ada)).isSameAs(to);
      keep(ada);
      assertNoAcceptanceBeyondTheLease(ada);
      assertNobodyWasLoggedOut(load);
    }
  }

  /** What was kept of a slot that moved counts no longer, though nobody tells of a revocation. */
  @Test
  void aSlotMovesAndTheMessageIsLost() {
    Opened ada = kept("ada");
    cluster.moveSlot(cluster.slotOf(key(ada)), primary(beside(elsewhere(ada))));
    primary(ada).call("DEL", key(ada));
    assertRefusedWithinTheLease(ada, System.nanoTime());
  }

  /** What was kept before a slot moved away is not kept when it has come back. */
  @Test
  void aSlotMovesAwayAndComesBack() {
    Opened ada = kept("ada");
    RedisServer home = primary(ada);
    int slot = cluster.slotOf(key(ada));
    long refusals = near.near().counted().refusals();
    cluster.moveSlot(slot, primary(beside(elsewhere(ada))));
    await().atMost(PATIENCE).until(() -> near.near().counted().refusals() > refusals);
    primary(ada).call("DEL", key(ada));
    cluster.moveSlot(slot, home);
    assertRefusedWithinTheLease(ada, System.nanoTime());
  }

  @Test
  void aPrimaryIsKilled() {
    Opened ada = kept("ada");
    RedisServer old = primary(ada);
    try (Load load = Load.on(near.sessions())) { // its sessions lie on the same primary
      awaitReplicated();
      old.kill();
      long killed = System.nanoTime();
      await().atMost(PATIENCE).until(() -> isServedByAnother(ada, old));
      long served = System.nanoTime();
      await().atMost(PATIENCE).until(() -> accepts(ada));
      print(served - killed, System.nanoTime() - served);
      assertNoAcceptanceBeyondTheLease(ada);
      keep(kept("ada"));
      assertNobodyWasLoggedOut(load);
    } finally {
      old.restart();
      cluster.awaitOk();
    }
  }

  /**
   * It answers PING, PUBLISH and HELLO, and refuses what a session needs: the key's EXISTS tells.
   */
  @Test
  void aPrimaryIsCutOffFromItsMajority() {
    Opened ada = kept("ada");
    RedisServer old = primary(ada);
    awaitReplicated();
    try (ClusterBus bus = ClusterBus.of(cluster)) {
      keep(ada);
      cluster.nodes().stream()
          .filter(node -> node != old)
          .forEach(
              node -> {
                bus.fault(old, node, new Fault.BlackHole());
                bus.fault(node, old, new Fault.BlackHole());
              });
      await().atMost(PATIENCE).until(() -> isServedByAnother(ada, old));
      assertNoAcceptanceBeyondTheLease(ada);
    }
  }

  private static String subscribers(RedisServer node) {
    try (RespClient admin = node.connect()) {
      return admin.texts("PUBSUB", "NUMSUB", "session:invalidate").get(1);
    }
  }

  /** Whatever happened to a server was a trouble to who asked then, and no logout. */
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

  private void assertNoAcceptanceBeyondTheLease(Opened opened) {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> revoke(opened) == 1);
    assertRefusedWithinTheLease(opened, System.nanoTime());
  }

  private void assertRefusedWithinTheLease(Opened opened, long acknowledged) {
    long longest = 0;
    for (long since = 0; since < 2 * LEASE.toNanos(); since = System.nanoTime() - acknowledged) {
      longest = accepts(opened) ? since : longest;
    }
    assertThat(Duration.ofNanos(longest)).isLessThanOrEqualTo(LEASE);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> !near.sessions().access(opened.token()).isPresent());
  }

  /** While a primary is missing nobody can say whether a session is live. */
  private boolean accepts(Opened opened) {
    try {
      return near.sessions().access(opened.token()).isPresent();
    } catch (StoreUnavailable e) {
      return false;
    }
  }

  private int revoke(Opened opened) {
    return beside.sessions().revoke(opened.session().id(), EndReason.LOGOUT).count();
  }

  private Opened beside(String user) {
    return beside.sessions().create(NewSession.of(user)).orElseThrow();
  }

  private Opened kept(String user) {
    Opened opened =
        await().atMost(PATIENCE).ignoreExceptions().until(() -> beside(user), one -> true);
    keep(opened);
    return opened;
  }

  private void keep(Opened opened) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long before = hits();
              return accepts(opened) && hits() > before;
            });
  }

  private long hits() {
    return near.near().counted().hits();
  }

  private String elsewhere(Opened opened) {
    return USERS.stream()
        .filter(user -> primary(keys.index(user)) != primary(opened))
        .findFirst()
        .orElseThrow();
  }

  private String key(Opened opened) {
    return keys.session(opened.session().id()).orElseThrow();
  }

  private RedisServer primary(Opened opened) {
    return primary(key(opened));
  }

  private RedisServer primary(String key) {
    return cluster.primaryOf(key);
  }

  private boolean isServedByAnother(Opened opened, RedisServer old) {
    return cluster.nodes().stream()
        .filter(node -> node != old)
        .anyMatch(
            node -> {
              try {
                return Long.valueOf(1).equals(node.call("EXISTS", key(opened)));
              } catch (RuntimeException e) {
                return false;
              }
            });
  }

  private void awaitReplicated() {
    cluster.primaries().forEach(node -> node.call("WAIT", "1", "10000"));
  }

  private static RedisSettings settings(String uri) {
    return RedisSettings.of(uri).withKeyspace(KeyspaceName.SLOTTED);
  }
}
