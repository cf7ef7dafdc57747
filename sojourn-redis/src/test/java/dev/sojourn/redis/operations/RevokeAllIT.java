package dev.sojourn.redis.operations;

import static dev.sojourn.redis.rig.Meanwhile.named;
import static dev.sojourn.redis.rig.Meanwhile.once;
import static dev.sojourn.redis.rig.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.operation.OperationScripts;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 13: a logout everywhere runs until a script proves that no session is left. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#standalone")
final class RevokeAllIT extends OnRedis {

  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");

  RevokeAllIT(Setup setup) {
    super(setup);
  }

  /**
   * A login between reading the index and ending the ids: the session under its new id stayed live.
   */
  @Test
  void anIdThatChangedAfterTheIndexWasReadDoesNotLiveOn() {
    TestClient client = logIn("ada");
    AtomicReference<TestClient> renewed = new AtomicReference<>();
    beforeTheFirstBatch(() -> renewed.set(client.logIn("ada")));

    assertThat(slowlyRevokeAll(Optional.empty())).isEqualTo(1);
    assertThat(renewed.get().isLive()).isFalse();
    assertThat(redis.holds(keys.index("ada"))).isFalse();
  }

  /** It belongs to another user now; where it went does not count as a session. */
  @Test
  void aSessionThatBecameAnothersMeanwhileIsNeitherEndedNorCounted() {
    TestClient client = logIn("ada");
    AtomicReference<TestClient> moved = new AtomicReference<>();
    beforeTheFirstBatch(() -> moved.set(client.logIn("bob")));

    assertThat(slowlyRevokeAll(Optional.empty())).isZero();
    assertOpens(moved.get());
  }

  @Test
  void aLoginBetweenTheReadingAndTheLastBatchIsEndedToo() {
    logIn("ada");
    AtomicReference<TestClient> late = new AtomicReference<>();
    beforeTheFirstBatch(() -> late.set(logIn("ada")));

    assertThat(slowlyRevokeAll(Optional.empty())).isEqualTo(2);
    assertThat(late.get().isLive()).isFalse();
  }

  /** The session is read after the login script; by then it may have ended under its new id. */
  @Test
  void aLoginThatIsEndedBeforeItIsReadIsAnsweredAsAbsent() {
    TestClient client = logIn("ada");
    Login login = client.newLogin("ada");
    gate.guard(once(named("PTTL"), () -> assertThat(revokeAll("ada")).isEqualTo(1)));

    assertThat(client.at(slow).login(login)).isEqualTo(new NoSession());
    assertThat(client.after(login).isLive()).isFalse();
    assertThat(redis.holds(keys.index("ada"))).isFalse();
  }

  /** The last batch is the moment of the logout; a login after it is later. */
  @Test
  void aLoginAfterTheLastBatchLivesOn() {
    logIn("ada");
    revokeAll("ada");
    TestClient later = logIn("ada");

    assertThat(ids("ada")).containsExactly(later.id());
    assertOpens(later);
  }

  @Test
  void whoIsSparedIsSparedAlsoWhenOthersComeMeanwhile() {
    TestClient kept = logIn("ada");
    logIn("ada");
    beforeTheFirstBatch(() -> logIn("ada"));

    assertThat(slowlyRevokeAll(Optional.of(kept.id()))).isEqualTo(2);
    assertThat(ids("ada")).containsExactly(kept.id());
  }

  /** First the own id is changed, then the others end: the old id is gone too. */
  @Test
  void whoChangesTheirIdFirstIsSparedAlone() {
    TestClient old = logIn("ada");
    logIn("ada");
    TestClient own = old.logIn("ada");

    assertThat(Await.of(store.revokeAll("ada", Optional.of(own.id())))).isEqualTo(1);
    assertThat(ids("ada")).containsExactly(own.id());
  }

  @Test
  void manySessionsEndInBatchesOfFiveHundred() {
    stale(1_200);
    TestClient last = logIn("ada");
    try (CommandMonitor monitor = monitor(keys.index("ada"))) {
      assertThat(revokeAll("ada")).isEqualTo(1);

      assertThat(batches(monitor)).containsExactly(500, 500, 201);
    }
    assertThat(last.isLive()).isFalse();
    assertThat(redis.holds(keys.index("ada"))).isFalse();
  }

  /** The spared session may be in any batch; it must neither end nor keep the loop running. */
  @Test
  void aSparedSessionAmongManyIsNotInTheWay() {
    stale(1_000);
    TestClient kept = logIn("ada");

    assertThat(Await.of(store.revokeAll("ada", Optional.of(kept.id())))).isZero();
    assertThat(redis.members(keys.index("ada"))).containsExactly(kept.id().value());
    assertOpens(kept);
  }

  @Test
  void whatIsNoIdLeavesTheIndexToo() {
    redis.at(keys.index("ada")).call("SADD", keys.index("ada"), "no id", "", "*");
    redis.expireIn(keys.index("ada"), 60_000);
    TestClient client = logIn("ada");

    assertThat(revokeAll("ada")).isEqualTo(1);
    assertThat(client.isLive()).isFalse();
    assertThat(redis.holds(keys.index("ada"))).isFalse();
  }

  @Test
  void otherUsersSessionsStay() {
    TestClient bob = logIn("bob");
    logIn("ada");
    assertThat(revokeAll("ada")).isEqualTo(1);
    assertOpens(bob);
  }

  private void beforeTheFirstBatch(Runnable task) {
    gate.guard(once(running(OperationScripts.REVOKE_ALL), task));
  }

  private int slowlyRevokeAll(Optional<SessionId> except) {
    return Await.of(slow.revokeAll("ada", except));
  }

  /** Adds that many ids without a session to the index. */
  private void stale(int count) {
    Stream<String> ids =
        IntStream.range(0, count).mapToObj(i -> Sample.of("ada").draft(store).id().value());
    redis
        .at(keys.index("ada"))
        .call(Stream.concat(Stream.of("SADD", keys.index("ada")), ids).toArray(String[]::new));
    redis.expireIn(keys.index("ada"), 600_000);
  }

  /** How many ids each run of the script was given. */
  private static List<Integer> batches(CommandMonitor monitor) {
    return monitor.commands().stream()
        .filter(command -> command.name().startsWith("EVAL"))
        .map(MonitoredCommand::words)
        .filter(words -> words.get(0).equalsIgnoreCase("EVALSHA"))
        .map(words -> Integer.parseInt(words.get(2)) - 1)
        .toList();
  }
}
