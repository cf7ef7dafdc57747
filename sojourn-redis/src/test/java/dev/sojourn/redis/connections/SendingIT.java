package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A command is sent once; one that cannot be sent fails at once (rule 1; FT9, I6). */
@EachServer
class SendingIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int QUEUE = 64;
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final RedisServer server;
  private final FaultRig rig;

  SendingIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    rig =
        FaultRig.on(
            server, settings -> settings.withCommandTimeout(TIMEOUT).withRequestQueue(QUEUE));
  }

  @AfterEach
  void end() {
    rig.close();
  }

  /** With Lettuce's defaults the script would run twice: the schedule of rule 1. */
  @Test
  void aScriptWhoseAnswerIsLostRunsOnce() {
    SessionId id = rig.login("ada").session().id();
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      rig.proxy().all(new Fault.DropReply());
      assertUnavailable(() -> rig.through().change(id, changes -> changes.set("count", 1)));
      rig.awaitHealed();

      assertThat(monitor.sent()).containsOnlyOnce("EVALSHA");
    }
    assertThat(rig.version(id)).isEqualTo(1);
  }

  @Test
  void whatNeverReachedTheServerIsNotSentAfterTheReconnect() {
    List<SessionId> ids = Stream.generate(this::login).limit(10).toList();
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      rig.proxy().all(new Fault.Freeze());
      List<CompletionStage<?>> changes =
          ids.stream().<CompletionStage<?>>map(this::change).toList();
      rig.proxy().all(new Fault.Cut());
      changes.forEach(change -> assertUnavailable(() -> result(change)));
      rig.proxy().clear();
      rig.awaitHealed();

      assertThat(monitor.sent()).doesNotContain("EVALSHA", "EVAL");
    }
    assertThat(ids).allSatisfy(id -> assertThat(rig.version(id)).isZero());
  }

  @Test
  void whileDisconnectedEveryVerbIsRefusedAtOnce() {
    Issued ada = rig.login("ada");
    rig.proxy().all(new Fault.Cut());
    assertUnavailable(() -> rig.through().access(ada.token()));

    long start = System.nanoTime();
    verbs(ada).forEach(SendingIT::assertUnavailable);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
  }

  @Test
  void moreThanTheQueueHoldsIsRefusedAtOnce() {
    Issued ada = rig.login("ada");
    rig.proxy().all(new Fault.Freeze());
    List<CompletableFuture<Optional<Session>>> accesses =
        IntStream.range(0, 200)
            .mapToObj(n -> rig.through().async().access(ada.token()).toCompletableFuture())
            .toList();
    await().atMost(AT_ONCE).until(() -> rejected(accesses) >= 200 - QUEUE);
    accesses.stream()
        .filter(CompletableFuture::isCompletedExceptionally)
        .forEach(access -> assertUnavailable(() -> result(access)));

    rig.proxy().clear();
    rig.awaitHealed();
    assertThat(rig.through().access(ada.token())).isPresent();
    assertThat(200 - rejected(accesses)).isPositive();
  }

  private static long rejected(List<CompletableFuture<Optional<Session>>> accesses) {
    return accesses.stream().filter(CompletableFuture::isCompletedExceptionally).count();
  }

  @Test
  void aServerThatForgotTheScriptsGetsThemInTheSameCall() {
    Issued ada = rig.login("ada");
    server.call("SCRIPT", "FLUSH");
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      rig.through().change(ada.session().id(), changes -> changes.set("count", 1));
      assertThat(monitor.sent()).containsSubsequence("EVALSHA", "EVAL");
    }
    assertThat(rig.version(ada.session().id())).isEqualTo(1);
    server.call("SCRIPT", "FLUSH");
    verbs(rig.login("ben")).forEach(Runnable::run);
  }

  private List<Runnable> verbs(Issued issued) {
    SessionId id = issued.session().id();
    return List.of(
        () -> rig.through().create(NewSession.of("ada")),
        () -> rig.through().access(issued.token()),
        () -> rig.through().peek(issued.token()),
        () -> rig.through().peek(id),
        () -> rig.through().change(id, changes -> changes.set("a", 1)),
        () -> rig.through().rotate(issued.token()),
        () -> rig.through().list("ada"),
        () -> rig.through().login(issued.token(), "ada"),
        () -> rig.through().revoke(id, EndReason.LOGOUT),
        () -> rig.through().revokeAll("ada", EndReason.LOGOUT));
  }

  private SessionId login() {
    return rig.login("ada").session().id();
  }

  private CompletionStage<?> change(SessionId id) {
    return rig.through().async().change(id, changes -> changes.set("count", 1));
  }

  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static void assertUnavailable(Runnable call) {
    assertThatThrownBy(call::run)
        .satisfiesAnyOf(
            failure -> assertThat(failure).isInstanceOf(StoreUnavailable.class),
            failure -> assertThat(failure).hasCauseInstanceOf(StoreUnavailable.class));
  }
}
