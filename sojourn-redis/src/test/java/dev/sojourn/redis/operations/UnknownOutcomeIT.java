package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.LoggedIn;
import dev.sojourn.NewSession;
import dev.sojourn.NotFound;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.layout.Compression;
import dev.sojourn.redis.internal.layout.HashLayout;
import dev.sojourn.redis.internal.layout.LayoutScripts;
import dev.sojourn.redis.internal.layout.Namings;
import dev.sojourn.redis.internal.operation.OperationScripts;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations whose reply is lost after their script ran (rule 2, FT9). */
@EachServer
class UnknownOutcomeIT {

  private static final LayoutScripts HASH =
      new HashLayout(Namings.READABLE, Compression.OFF).scripts();

  private final RedisServer server;
  private FaultRig rig;

  UnknownOutcomeIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    rig = FaultRig.on(server, Duration.ofSeconds(5));
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void aLogoutIsSentOnceMore() {
    Issued ada = rig.login("ada");
    Runnable logout = () -> rig.through().revoke(ada.session(), EndReason.LOGOUT);

    assertThat(runsOf(OperationScripts.REVOKE, logout)).isEqualTo(2);
    assertThat(rig.isLive(ada.session().id())).isFalse();
  }

  @Test
  void aLogoutEverywhereIsSentOnceMore() {
    Issued one = rig.login("ada");
    Issued other = rig.login("ada");
    Runnable logout = () -> rig.through().revokeAll("ada", EndReason.LOGOUT);

    assertThat(runsOf(OperationScripts.REVOKE_ALL, logout)).isEqualTo(2);
    assertThat(rig.isLive(one.session().id())).isFalse();
    assertThat(rig.isLive(other.session().id())).isFalse();
  }

  @Test
  void aLoginIsSentOnceMoreAndIsTheSame() {
    Issued guest = rig.beside().create(NewSession.anonymous().with("cart", "full")).orElseThrow();
    AtomicReference<LoggedIn> answer = new AtomicReference<>();
    Runnable login = () -> answer.set(rig.through().login(guest.token(), "ada"));

    assertThat(runsOf(HASH.login(), login)).isEqualTo(2);
    Issued ada = (Issued) answer.get();
    assertThat(rig.isLive(guest.session().id())).isFalse();
    assertThat(rig.beside().access(ada.token()).orElseThrow().get("cart")).contains("full");
    assertThat(rig.beside().list("ada")).hasSize(1);
  }

  @Test
  void aCreationIsNeverSentAgainAndItsSessionIsEnded() {
    Runnable creation = () -> rig.through().create(NewSession.of("ada"));

    assertThat(runsOf(HASH.create(), unavailable(creation))).isEqualTo(1);
    await().untilAsserted(() -> assertThat(server.call("DBSIZE")).isEqualTo(0L));
  }

  @Test
  void aCreationWithALimitIsNeverSentAgainAndItsSessionIsEnded() {
    reconnect(settings -> settings.withSessionsPerUser(new SessionsPerUser(2, AtLimit.REFUSE)));
    Issued ada = rig.login("ada");
    Runnable creation = () -> rig.through().create(NewSession.of("ada"));

    assertThat(runsOf(HASH.createWithin(), unavailable(creation))).isEqualTo(1);
    await().untilAsserted(() -> assertThat(ids("ada")).containsExactly(ada.session().id()));
  }

  @Test
  void aRotationIsNotSentAgainAndBothTokensAreGood() {
    Issued ada = rig.login("ada");
    Runnable rotation = () -> rig.through().rotate(ada.token());

    assertThat(runsOf(HASH.rotate(), unavailable(rotation))).isEqualTo(1);
    Issued next = (Issued) rig.through().rotate(ada.token());
    assertThat(rig.through().access(next.token())).isPresent();
    assertThat(rig.through().access(ada.token())).as("within its grace").isPresent();
  }

  @Test
  void aChangeIsNotSentAgain() {
    Issued ada = rig.login("ada");
    Runnable change =
        () -> rig.through().change(ada.session().id(), changes -> changes.set("count", 1));

    assertThat(runsOf(HASH.update(), unavailable(change))).isEqualTo(1);
    assertThat(rig.version(ada.session().id())).isEqualTo(1);
  }

  /** Law 6: nobody is logged out by trouble, and nothing of the session is lost. */
  @ParameterizedTest
  @EnumSource(KeyspaceName.class)
  void aLoginThatRunsTooLateForItsAnswerIsRepeatedWithTheOldToken(KeyspaceName keyspace) {
    reconnect(
        settings -> settings.withCommandTimeout(Duration.ofMillis(300)).withKeyspace(keyspace));
    Issued guest = rig.beside().create(NewSession.anonymous().with("cart", "full")).orElseThrow();
    rig.proxy().all(new Fault.Freeze());
    unavailable(() -> rig.through().login(guest.token(), "ada")).run();
    rig.proxy().clear();
    rig.awaitHealed();

    Issued ada = (Issued) rig.through().login(guest.token(), "ada");
    assertThat(rig.through().access(ada.token()).orElseThrow().get("cart")).contains("full");
    assertThat(rig.through().login(guest.token(), "eve")).isEqualTo(new NotFound());
  }

  /** All scripts run, and no answer but the last one's is in time. */
  @Test
  void aLoginWhoseAnswersAreAllLateIsRepeatedWithTheOldToken() {
    reconnect(settings -> settings.withCommandTimeout(Duration.ofMillis(300)));
    Issued guest = rig.beside().create(NewSession.anonymous().with("cart", "full")).orElseThrow();
    for (int lost = 0; lost < 3; lost++) {
      rig.proxy().all(new Fault.Delay(Duration.ofMillis(700)));
      unavailable(() -> rig.through().login(guest.token(), "ada")).run();
      rig.proxy().clear();
      rig.awaitHealed();
    }
    Issued ada = (Issued) rig.through().login(guest.token(), "ada");
    assertThat(rig.through().access(ada.token()).orElseThrow().get("cart")).contains("full");
    assertThat(rig.through().list("ada")).hasSize(1);
  }

  /** Three steps in two slots: a copy of unknown outcome is ended, the old session stays live. */
  @Test
  void aLoginAcrossSlotsWhoseCopyIsUnknownLeavesTheOldSession() {
    reconnect(settings -> settings.withKeyspace(KeyspaceName.SLOTTED));
    Issued guest = rig.through().create(NewSession.anonymous()).orElseThrow();
    Runnable login = () -> rig.through().login(guest.token(), "ada");

    assertThat(runsOf(HASH.create(), unavailable(login))).isEqualTo(1);
    assertThat(rig.through().access(guest.token())).isPresent();
    await().untilAsserted(() -> assertThat(server.call("DBSIZE")).isEqualTo(1L));
  }

  /** Three steps in two slots: ending the old session is sent once more. */
  @Test
  void aLoginAcrossSlotsWhoseLastStepIsUnknownIsDoneOnce() {
    reconnect(settings -> settings.withKeyspace(KeyspaceName.SLOTTED));
    Issued guest = rig.through().create(NewSession.anonymous()).orElseThrow();
    AtomicReference<LoggedIn> answer = new AtomicReference<>();
    Runnable login = () -> answer.set(rig.through().login(guest.token(), "ada"));

    assertThat(runsOf(HASH.leave(), login)).isEqualTo(2);
    assertThat(rig.through().access(((Issued) answer.get()).token())).isPresent();
    assertThat(rig.through().access(guest.token())).isEmpty();
    assertThat(rig.through().list("ada")).hasSize(1);
  }

  private void reconnect(UnaryOperator<RedisSettings> settings) {
    rig.close();
    rig = FaultRig.on(server, settings);
  }

  /** How often a script is sent in an operation that loses its first reply. */
  private long runsOf(Script script, Runnable operation) {
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      rig.proxy().all(new Fault.DropReply(script.sha1()));
      operation.run();
      rig.awaitHealed();
      return monitor.commands().stream()
          .filter(command -> command.words().contains(script.sha1()))
          .count();
    }
  }

  private static Runnable unavailable(Runnable operation) {
    return () -> assertThatThrownBy(operation::run).isInstanceOf(StoreUnavailable.class);
  }

  private List<SessionId> ids(String user) {
    return rig.beside().list(user).stream().map(Session::id).toList();
  }
}
