package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.AsyncSessions;
import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Rotated;
import dev.sojourn.Sessions;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.AllScripts;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A suspended server runs the commands that it was sent when it resumes, even those of connections
 * closed since: that does no harm (rules 2 and 3, FT8, FT9).
 */
@EachServer
class StoppedServerIT {

  private static final Duration TIMEOUT = Duration.ofMillis(300);

  private final RedisServer server;
  private final RedisSessions redis;
  private final RedisSessions beside;

  StoppedServerIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    AllScripts.teach(server);
    redis = RedisSessions.connect(RedisSettings.of(server.userUri()).withCommandTimeout(TIMEOUT));
    beside = RedisSessions.connect(server.userUri());
  }

  @AfterEach
  void end() {
    redis.close();
    beside.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  @Test
  void writesOfAConnectionThatWasClosedRunLateAndDoNoHarm() {
    Issued ada = login("ada");
    Issued gone = login("ada");
    server.freeze();
    List<CompletableFuture<?>> pending = writes(ada, gone);
    pending.forEach(StoppedServerIT::assertUnavailable);
    redis.close();
    server.thaw();

    await().until(() -> sessions().peek(gone.token()).isEmpty());
    await().untilAsserted(() -> assertThat(version(ada)).isEqualTo(1));
    assertThat(sessions().access(ada.token())).isPresent();
    assertThat(sessions().list("ada")).hasSize(1);
    Rotated next = sessions().rotate(ada.token());
    assertThat(sessions().access(((Issued) next).token())).isPresent();
  }

  @Test
  void aCreationThatRunsLateIsEnded() {
    server.freeze();
    assertUnavailable(redis.async().create(NewSession.of("ben")).toCompletableFuture());
    server.thaw();
    await()
        .atMost(Duration.ofSeconds(20))
        .during(Duration.ofMillis(300))
        .until(() -> sessions().list("ben").isEmpty());
  }

  @Test
  void aLogoutThatRunsLateIsALogout() {
    Issued ada = login("ada");
    Issued other = login("ada");
    server.freeze();
    assertUnavailable(redis.async().revoke(ada.session(), EndReason.LOGOUT).toCompletableFuture());
    server.thaw();
    await().until(() -> sessions().peek(ada.token()).isEmpty());
    assertThat(sessions().access(other.token())).isPresent();
  }

  private List<CompletableFuture<?>> writes(Issued ada, Issued gone) {
    AsyncSessions async = redis.async();
    List<CompletionStage<?>> writes =
        List.of(
            async.change(ada.session().id(), changes -> changes.set("a", 1)),
            async.rotate(ada.token()),
            async.create(NewSession.of("ben")),
            async.revoke(gone.session(), EndReason.LOGOUT));
    return writes.stream().<CompletableFuture<?>>map(CompletionStage::toCompletableFuture).toList();
  }

  private long version(Issued issued) {
    return sessions().peek(issued.token()).orElseThrow().stored().version();
  }

  private Issued login(String user) {
    return sessions().create(NewSession.of(user)).orElseThrow();
  }

  private Sessions sessions() {
    return beside.sessions();
  }

  private static void assertUnavailable(CompletableFuture<?> call) {
    assertThat(call)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(StoreUnavailable.class);
  }
}
