package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Sessions;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.rig.server.SlotMove;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions whose slot is being moved to another node, with half of its keys gone (rule 4). */
class SlotMoveIT {

  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration A_WHILE = Duration.ofMillis(300);

  private final ServerKind kind = SharedServers.available().findFirst().orElseThrow();
  private final RedisCluster cluster = SharedServers.freshCluster(kind);
  private final RedisSessions redis =
      RedisSessions.connect(
          RedisSettings.of(cluster.userUri())
              .withKeyspace(KeyspaceName.SLOTTED)
              .withCommandTimeout(DEADLINE));
  private final Issued ada = sessions().create(NewSession.of("ada")).orElseThrow();
  private final SlotMove move = halfWay();

  @AfterEach
  void end() {
    redis.close();
    move.migrateKeys().setNode();
    cluster.awaitOk();
    Invariants.of(cluster).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  @Test
  void anAccessFollowsItsKey() {
    assertThat(sessions().access(ada.token())).isPresent();
  }

  @Test
  void aLogoutIsTriedAgainUntilAllKeysAreThere() {
    CompletableFuture<Ended> logout =
        redis.async().revoke(ada.session(), EndReason.LOGOUT).toCompletableFuture();
    await().during(A_WHILE).until(() -> !logout.isDone());
    move.migrateKeys();

    assertThat(logout.join().count()).isEqualTo(1);
    assertThat(sessions().access(ada.token())).isEmpty();
  }

  @Test
  void aLogoutIsUnavailableWhenTheMoveTakesTooLong() {
    long start = System.nanoTime();
    assertThatThrownBy(() -> sessions().revoke(ada.session(), EndReason.LOGOUT))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("Redis answered with an error: TRYAGAIN");

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(DEADLINE.minus(A_WHILE), DEADLINE.multipliedBy(2));
    assertThat(sessions().access(ada.token())).as("nothing was done").isPresent();
  }

  @Test
  void aLoginIsUnavailableAndLeavesNothing() {
    assertThatThrownBy(() -> sessions().login(ada.token(), "ada"))
        .isInstanceOf(StoreUnavailable.class);
    move.migrateKeys();
    assertThat(sessions().access(ada.token())).isPresent();
    assertThat(sessions().list("ada")).hasSize(1);
  }

  /** Moves the session's key to the new node, but not its index. */
  private SlotMove halfWay() {
    String key = Keys.of(ada.session().id());
    int slot = cluster.slotOf(key);
    RedisServer from = cluster.primaryOf(slot);
    RedisServer to =
        cluster.primaries().stream().filter(node -> node != from).findFirst().orElseThrow();
    return cluster.move(slot, to).setImporting().setMigrating().migrate(key);
  }

  private Sessions sessions() {
    return redis.sessions();
  }
}
