package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Durability;
import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Sessions;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** In a Cluster a revocation waits for replicas of the session's own primary (rule 14). */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.ReplicaPair#kinds")
class DurabilityOnClusterIT {

  private static final Durability REPLICATED = Durability.replicated(1);

  private final RedisCluster cluster;
  private final RedisSessions redis;
  private final Sessions certain;

  DurabilityOnClusterIT(ServerKind kind) {
    cluster = RedisCluster.startWithReplicas(kind);
    redis =
        RedisSessions.connect(
            RedisSettings.of(cluster.userUri())
                .withKeyspace(KeyspaceName.SLOTTED)
                .withCommandTimeout(Duration.ofMillis(1_200)));
    certain = redis.sessions().with(REPLICATED);
  }

  @AfterEach
  void end() {
    redis.close();
    cluster.close();
  }

  @Test
  void theReplicaOfItsOwnPrimaryIsAsked() {
    List<Issued> all = IntStream.range(0, 12).mapToObj(n -> login("user " + n)).toList();
    assertThat(all)
        .allSatisfy(
            one ->
                assertThat(certain.revoke(one.session(), EndReason.LOGOUT)).isEqualTo(ended(1, 1)));

    Issued ada = login("ada");
    RedisServer primary = cluster.primaryOf(Keys.of(ada.session().id()));
    RedisServer replica = replicaOf(primary);
    replica.freeze();
    assertThat(certain.revoke(ada.session(), EndReason.LOGOUT)).isEqualTo(ended(1, 0));

    // In a Cluster PUBLISH is not replicated as a write: without the stamp WAIT would return 1.
    assertThat(certain.revoke(ada.session(), EndReason.LOGOUT)).isEqualTo(ended(0, 0));
    assertThat(certain.revokeAll("ada", EndReason.LOGOUT)).isEqualTo(ended(0, 0));

    replica.thaw();
    await().until(() -> certain.revokeAll("ada", EndReason.LOGOUT).isCertain());
    primary.kill();
    await().atMost(Duration.ofSeconds(30)).until(() -> isServed(ada));
    assertThat(redis.sessions().access(ada.token())).isEmpty();
  }

  private boolean isServed(Issued one) {
    try {
      redis.sessions().peek(one.token());
      return true;
    } catch (StoreUnavailable e) {
      return false;
    }
  }

  private RedisServer replicaOf(RedisServer primary) {
    return cluster.nodes().stream()
        .filter(node -> role(node).equals("slave") && followed(node) == primary.port())
        .findAny()
        .orElseThrow();
  }

  private static String role(RedisServer node) {
    try (RespClient admin = node.connect()) {
      return admin.texts("ROLE").get(0);
    }
  }

  private static int followed(RedisServer node) {
    try (RespClient admin = node.connect()) {
      return Integer.parseInt(admin.texts("ROLE").get(2));
    }
  }

  private Issued login(String user) {
    return redis.sessions().create(NewSession.of(user)).orElseThrow();
  }

  private static Ended ended(int count, int replicas) {
    return new Ended(count, REPLICATED, replicas);
  }
}
