package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Durability;
import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Sessions;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.ReplicaPair;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.ServerKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A revocation that waits for a replica returns whether the replica has it; in either case the
 * session has ended (rule 14; FT14).
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.ReplicaPair#kinds")
class DurabilityIT {

  private static final Duration TIMEOUT = Duration.ofMillis(1_200);
  private static final int IN_LINE = 16;
  private static final Durability REPLICATED = Durability.replicated(1);

  @SuppressWarnings("NullAway.Init")
  private static ReplicaPair pair;

  private RedisSessions redis;
  private Sessions certain;

  @SuppressWarnings("StaticAssignmentInConstructor") // one pair for all tests of a server
  DurabilityIT(ServerKind kind) {
    pair = ReplicaPair.start(kind);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    pair.close();
  }

  @BeforeEach
  void connect() {
    pair.heal();
    redis = RedisSessions.connect(pair.settings(TIMEOUT));
    certain = redis.sessions().with(REPLICATED);
  }

  @AfterEach
  void end() {
    redis.close();
  }

  @Test
  void aReplicaConfirmsWhatHasEnded() {
    Issued one = login("ada");
    Issued other = login("ada");
    Issued third = login("ada");
    assertThat(certain.revoke(one.session(), EndReason.LOGOUT)).isEqualTo(ended(1, 1));
    assertThat(certain.revoke(other.token().id(), EndReason.LOGOUT)).isEqualTo(ended(1, 1));
    assertThat(certain.revokeAll("ada", EndReason.LOGOUT)).isEqualTo(ended(1, 1));
    assertThat(redis.sessions().access(third.token())).isEmpty();
    assertThat(pair.replica().call("DBSIZE")).isEqualTo(0L);
  }

  @Test
  void allOthersAreConfirmedTooInBatches() {
    List<Issued> all = Stream.generate(() -> login("ada")).limit(1_200).toList();
    assertThat(certain.revokeOthers("ada", all.get(7).token().id(), EndReason.LOGOUT))
        .isEqualTo(ended(1_199, 1));
    assertThat(certain.access(all.get(7).token())).isPresent();
    assertThat(pair.replica().call("DBSIZE")).isEqualTo(2L);
  }

  @Test
  void nothingToEndIsConfirmedAsNothing() {
    Issued ada = login("ada");
    certain.revoke(ada.session(), EndReason.LOGOUT);
    assertThat(certain.revoke(ada.session(), EndReason.LOGOUT)).isEqualTo(ended(0, 1));
    assertThat(certain.revokeAll("nobody", EndReason.LOGOUT)).isEqualTo(ended(0, 1));
  }

  /** A black hole, as in a network: the kernel of a stopped replica would still receive. */
  @Test
  void aReplicaThatHearsNothingDoesNotConfirm() {
    Issued one = login("ada");
    Issued other = login("ada");
    pair.link().all(new Fault.BlackHole());
    assertThat(certain.revoke(one.session(), EndReason.LOGOUT)).isEqualTo(ended(1, 0));
    assertThat(certain.revokeAll("ada", EndReason.LOGOUT)).isEqualTo(ended(1, 0));
    assertThat(certain.revokeAll("ada", EndReason.LOGOUT)).isEqualTo(ended(0, 0));
    assertThat(redis.sessions().access(one.token())).isEmpty();
    assertThat(redis.sessions().access(other.token())).isEmpty();
  }

  /** The schedule of rule 14: on another connection {@code WAIT} returns 1 at once. */
  @Test
  void anotherConnectionWouldSayThatTheReplicaHasIt() {
    Issued ada = login("ada");
    try (RespClient other = pair.primary().connect()) {
      assertThat(other.call("WAIT", "1", "2000")).isEqualTo(1L);
      pair.link().all(new Fault.BlackHole());
      Ended ended = certain.revoke(ada.session(), EndReason.LOGOUT);
      assertThat(other.call("WAIT", "1", "100")).isEqualTo(1L);
      assertThat(ended).isEqualTo(ended(1, 0));
    }
  }

  @Test
  void theRevocationIsSentOnTheConnectionThatWaits() {
    Issued ada = login("ada");
    certain.revoke(ada.session(), EndReason.LOGOUT);
    try (CommandMonitor monitor = CommandMonitor.of(pair.primary())) {
      certain.revoke(ada.session(), EndReason.LOGOUT);
      assertThat(monitor.sent()).containsExactly("EVALSHA", "EVAL", "EVAL", "WAIT");
    }
  }

  @Test
  void whoAsksForNoReplicaOpensNoConnectionAndWaitsForNone() {
    Issued ada = login("ada");
    pair.link().all(new Fault.BlackHole());
    int connections = pair.connections();
    try (CommandMonitor monitor = CommandMonitor.of(pair.primary())) {
      assertThat(redis.sessions().revoke(ada.session(), EndReason.LOGOUT)).isEqualTo(new Ended(1));
      assertThat(monitor.sent()).doesNotContain("WAIT");
    }
    assertThat(pair.connections()).isEqualTo(connections);
  }

  /** Revocations that arrive during a wait share the next one: two waits, not a hundred. */
  @Test
  void manyAtOnceWaitTogether() {
    List<Issued> all = IntStream.range(0, 100).mapToObj(n -> login("user " + n)).toList();
    pair.link().all(new Fault.BlackHole());
    pair.primary().call("CONFIG", "RESETSTAT");
    List<CompletableFuture<Ended>> answers =
        all.stream()
            .map(one -> certain.async().revoke(one.session(), EndReason.LOGOUT))
            .map(stage -> stage.toCompletableFuture())
            .toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(ended(1, 0)));
    try (RespClient admin = pair.primary().connect()) {
      assertThat(admin.text("INFO", "commandstats")).containsPattern("cmdstat_wait:calls=[1-3],");
    }
  }

  /** One revocation too many ends its session, waits for no replica, and returns 0 replicas. */
  @Test
  void whoComesToAFullLineIsAnsweredAtOnce() {
    RedisSettings tight = pair.settings(Duration.ofSeconds(10)).withRequestQueue(IN_LINE);
    try (RedisSessions narrow = RedisSessions.connect(tight)) {
      Sessions sure = narrow.sessions().with(REPLICATED);
      List<Issued> all = IntStream.range(0, IN_LINE + 2).mapToObj(n -> login("user " + n)).toList();
      pair.link().all(new Fault.BlackHole());
      CompletableFuture<Ended> first = ended(sure, all.get(0));
      await().until(() -> pair.waiting(), Optional::isPresent);
      List<CompletableFuture<Ended>> inLine =
          all.subList(1, IN_LINE + 1).stream().map(one -> ended(sure, one)).toList();
      await().pollDelay(Duration.ZERO).until(() -> haveEnded(all.subList(0, IN_LINE + 1)));

      assertThat(ended(sure, all.get(IN_LINE + 1)).join()).isEqualTo(ended(1, 0));
      assertThat(first).isNotDone();
      assertThat(inLine).noneMatch(CompletableFuture::isDone);
      assertThat(haveEnded(all)).isTrue();
    }
  }

  @Test
  void aWaitingConnectionThatBreaksIsNoTroubleOfTheLogout() {
    certain.revoke(login("ada").session(), EndReason.LOGOUT);
    pair.link().all(new Fault.BlackHole());
    Issued ben = login("ben");
    CompletableFuture<Ended> answer =
        certain.async().revoke(ben.session(), EndReason.LOGOUT).toCompletableFuture();
    String waiting = await().until(() -> pair.waiting(), Optional::isPresent).orElseThrow();
    assertThat(redis.sessions().access(ben.token())).isEmpty();
    pair.primary().call("CLIENT", "KILL", "ID", waiting);
    assertThat(answer.join()).isEqualTo(ended(1, 0));
  }

  /** The result is true: a session whose end no replica confirmed is back after a failover. */
  @Test
  void aFailoverLosesWhatWasNotConfirmedAndOnlyThat() {
    Issued confirmed = login("ada");
    Issued lost = login("ben");
    assertThat(certain.revoke(confirmed.session(), EndReason.LOGOUT)).isEqualTo(ended(1, 1));
    pair.link().all(new Fault.BlackHole());
    assertThat(certain.revoke(lost.session(), EndReason.LOGOUT)).isEqualTo(ended(1, 0));

    try (RedisSessions afterwards = pair.failOver(TIMEOUT)) {
      assertThat(afterwards.sessions().access(confirmed.token())).isEmpty();
      assertThat(afterwards.sessions().access(lost.token())).isPresent();
    }
  }

  private static CompletableFuture<Ended> ended(Sessions sessions, Issued one) {
    return sessions.async().revoke(one.session(), EndReason.LOGOUT).toCompletableFuture();
  }

  private boolean haveEnded(List<Issued> all) {
    return all.stream().allMatch(one -> redis.sessions().access(one.token()).isEmpty());
  }

  private Issued login(String user) {
    return redis.sessions().create(NewSession.of(user)).orElseThrow();
  }

  private static Ended ended(int count, int replicas) {
    return new Ended(count, REPLICATED, replicas);
  }
}
