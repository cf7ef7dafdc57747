package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Durability;
import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.server.RedisSentinels;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A Sentinel group: a start with dead sentinels, and a failover (FT30). All connections follow: the
 * shared one, the subscribed one of the near cache, and the one for {@code WAIT}.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class SentinelIT {

  private static final Durability REPLICATED = Durability.replicated(1);

  private final RedisSentinels group;

  /** Debian's server has the same version as the embedded one. */
  static Stream<ServerKind> kinds() {
    return SharedServers.available()
        .filter(kind -> kind != ServerKind.REDIS_DEBIAN || kind.isChosen() || Rounds.isFull());
  }

  SentinelIT(ServerKind kind) {
    group = RedisSentinels.start(kind);
  }

  @AfterEach
  void end() {
    group.close();
  }

  /** With one of three dead, with two dead, and with all dead. */
  @Test
  void aStartNeedsOneSentinelThatIsAlive() {
    for (int dead = 1; dead < 3; dead++) {
      group.killSentinels(dead);
      try (RedisSessions redis = connect()) {
        assertThat(redis.sessions().access(login(redis).token())).isPresent();
      }
    }
    group.killSentinels(3);
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(this::connect)
        .withMessage("Redis cannot be reached; is it running, and is the URI right?");
  }

  /** The next sentinel is tried within the time limit of a start. */
  @Test
  void aSentinelThatIsSilentIsPassedBy() {
    group.freezeSentinel();
    try (RedisSessions redis = connect()) {
      assertThat(redis.sessions().access(login(redis).token())).isPresent();
    }
  }

  @Test
  void afterAFailoverSessionsGoOnAtTheOtherServer() {
    try (RedisSessions redis = connect();
        RedisSessions beside = connect()) {
      Issued kept = login(redis);
      Issued ended = login(redis);
      assertThat(redis.sessions().with(REPLICATED).revoke(ended.session(), EndReason.LOGOUT))
          .isEqualTo(new Ended(1, REPLICATED, 1));

      group.failOver();
      eventually(() -> assertThat(redis.sessions().access(kept.token())).isPresent());
      assertThat(redis.sessions().access(ended.token())).isEmpty();

      group.heal();
      eventually(() -> assertRevocationArrivesAndIsConfirmed(redis, beside));
    }
  }

  /** A revocation by another server reaches this near cache, and the new replica confirms it. */
  private static void assertRevocationArrivesAndIsConfirmed(
      RedisSessions near, RedisSessions beside) {
    Issued issued = login(near);
    long hits = near.nearCacheState().hits();
    near.sessions().access(issued.token());
    near.sessions().access(issued.token());
    assertThat(near.nearCacheState().hits()).isGreaterThan(hits);
    assertThat(beside.sessions().with(REPLICATED).revoke(issued.session(), EndReason.LOGOUT))
        .isEqualTo(new Ended(1, REPLICATED, 1));
    eventually(() -> assertThat(near.sessions().access(issued.token())).isEmpty());
  }

  private RedisSessions connect() {
    return RedisSessions.connect(RedisSettings.of(group.userUri()).withNearCache());
  }

  private static Issued login(RedisSessions redis) {
    return redis.sessions().create(NewSession.of("ada")).orElseThrow();
  }

  private static void eventually(ThrowingRunnable holds) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .untilAsserted(holds);
  }
}
