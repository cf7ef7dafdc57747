package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EachServer
class RedisClusterIT {

  private static final String KEY = "session:{t}a";
  private static final String SIBLING = "session:{t}b";

  private final ServerKind kind;
  private final RedisCluster cluster;

  RedisClusterIT(ServerKind kind) {
    this.kind = kind;
    cluster = SharedServers.freshCluster(kind);
  }

  @Test
  void threePrimariesServeEverySlot() {
    assertThat(cluster.primaries()).hasSize(3).isEqualTo(cluster.nodes());
    assertThat(IntStream.range(0, RedisCluster.SLOTS).filter(slot -> slot % 1024 == 0))
        .allSatisfy(slot -> assertThat(cluster.nodes()).contains(cluster.primaryOf(slot)));
    cluster.primaryOf(KEY).call("SET", KEY, "1");
    assertThat(cluster.primaryOf(KEY).call("GET", KEY)).isEqualTo("1");
  }

  @Test
  void itsUriNamesTheUserAndEveryNode() {
    assertThat(cluster.userUri())
        .startsWith("redis-cluster://sojourn:")
        .contains("@127.0.0.1:" + cluster.nodes().get(0).port() + ",127.0.0.1:")
        .endsWith(",127.0.0.1:" + cluster.nodes().get(2).port());
  }

  @Test
  void itsUserMayAskForTheNodesOnAll() {
    assertThat(cluster.nodes())
        .allSatisfy(
            node -> {
              try (RespClient user = RespClient.connect(node.userUri())) {
                assertThat(user.text("CLUSTER", "NODES").lines()).hasSize(3);
              }
            });
  }

  @Test
  void aSlotMovesWithItsKeys() {
    RedisServer from = cluster.primaryOf(KEY);
    RedisServer to = otherThan(from);
    from.call("SET", KEY, "1");
    cluster.moveSlot(cluster.slotOf(KEY), to);
    assertThat(to.call("GET", KEY)).isEqualTo("1");
    assertThatThrownBy(() -> from.call("GET", KEY)).hasMessageStartingWith("MOVED");
    await().untilAsserted(() -> assertThat(cluster.primaryOf(KEY)).isSameAs(to));
  }

  @Test
  void aMoveThatStopsInTheMiddleAnswersTryAgain() {
    RedisServer from = cluster.primaryOf(KEY);
    from.call("MSET", KEY, "1", SIBLING, "2");
    SlotMove move = cluster.move(cluster.slotOf(KEY), otherThan(from));
    move.setImporting().setMigrating().migrate(KEY);
    assertThatThrownBy(() -> from.call("MGET", KEY, SIBLING)).hasMessageStartingWith("TRYAGAIN");
    assertThatThrownBy(() -> from.call("GET", KEY)).hasMessageStartingWith("ASK");
    assertThat(from.call("GET", SIBLING)).isEqualTo("2");
    move.migrateKeys().setNode();
    assertThatThrownBy(() -> from.call("MGET", KEY, SIBLING)).hasMessageStartingWith("MOVED");
  }

  @Test
  void anAbandonedMoveLeavesTheSlotWhereItWas() {
    RedisServer from = cluster.primaryOf(KEY);
    SlotMove move = cluster.move(cluster.slotOf(KEY), otherThan(from));
    move.setImporting().setMigrating();
    assertThatThrownBy(() -> from.call("GET", KEY)).hasMessageStartingWith("ASK");
    move.abandon();
    assertThat(from.call("GET", KEY)).isNull();
  }

  @Test
  void aKilledNodeComesBackEmptyWithItsSlots() {
    RedisServer node = cluster.primaryOf(KEY);
    node.call("SET", KEY, "1");
    node.kill();
    cluster.flush();
    assertThat(cluster.primaryOf(KEY)).isSameAs(node);
    assertThat(node.call("GET", KEY)).isNull();
  }

  @Test
  void aReplicaTakesOverFromAKilledPrimary() {
    try (RedisCluster replicated = RedisCluster.startWithReplicas(kind)) {
      RedisServer primary = replicated.primaryOf(KEY);
      primary.call("SET", KEY, "1");
      assertThat(primary.call("WAIT", "1", "5000")).isEqualTo(1L);
      primary.kill();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(replicated.primaryOf(KEY)).isNotSameAs(primary));
      replicated.awaitOk();
      assertThat(replicated.primaryOf(KEY).call("GET", KEY)).isEqualTo("1");
    }
  }

  private RedisServer otherThan(RedisServer node) {
    return cluster.primaries().stream().filter(other -> other != node).findFirst().orElseThrow();
  }
}
