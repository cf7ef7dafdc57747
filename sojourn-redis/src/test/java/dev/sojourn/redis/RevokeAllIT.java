package dev.sojourn.redis;

import static dev.sojourn.redis.Meanwhile.named;
import static dev.sojourn.redis.Meanwhile.once;
import static dev.sojourn.redis.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionId;
import dev.sojourn.spi.Admission.Absent;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.CommandGate;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.MonitoredCommand;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 13: a logout everywhere goes on until a script proves that no session is left. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#standalone")
final class RevokeAllIT extends OnRedis {

  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");

  RevokeAllIT(Setup setup) {
    super(setup);
  }

  /** The index was read, then the id was changed, then the ids were ended: the new one lived on. */
  @Test
  void anIdThatChangedAfterTheIndexWasReadDoesNotLiveOn() {
    Visit visit = logIn("ada");
    AtomicReference<Visit> renewed = new AtomicReference<>();
    beforeTheFirstBatch(() -> renewed.set(visit.logIn("ada")));

    assertThat(slowlyRevokeAll(Optional.empty())).isEqualTo(1);
    assertThat(renewed.get().isLive()).isFalse();
    assertThat(redis.holds(keys.index("ada"))).isFalse();
  }

  /** It is no longer the user's; what it left behind is no session that ended. */
  @Test
  void aSessionThatBecameAnothersMeanwhileIsNeitherEndedNorCounted() {
    Visit visit = logIn("ada");
    AtomicReference<Visit> moved = new AtomicReference<>();
    beforeTheFirstBatch(() -> moved.set(visit.logIn("bob")));

    assertThat(slowlyRevokeAll(Optional.empty())).isZero();
    assertOpens(moved.get());
  }

  @Test
  void aLoginBetweenTheReadingAndTheLastBatchIsEndedToo() {
    logIn("ada");
    AtomicReference<Visit> late = new AtomicReference<>();
    beforeTheFirstBatch(() -> late.set(logIn("ada")));

    assertThat(slowlyRevokeAll(Optional.empty())).isEqualTo(2);
    assertThat(late.get().isLive()).isFalse();
  }

  /** What the script did is read after it: by then the session may have ended under its new id. */
  @Test
  void aLoginThatIsEndedBeforeItIsReadIsAnsweredAsAbsent() {
    Visit visit = logIn("ada");
    Login login = visit.login("ada");
    gate.guard(once(named("PTTL"), () -> assertThat(revokeAll("ada")).isEqualTo(1)));

    assertThat(visit.at(slow).authenticate(login)).isEqualTo(new Absent());
    assertThat(visit.after(login).isLive()).isFalse();
    assertThat(redis.holds(keys.index("ada"))).isFalse();
  }

  /** Its order is defined: the last batch is the logout, and what comes after it is later. */
  @Test
  void aLoginAfterTheLastBatchLivesOn() {
    logIn("ada");
    revokeAll("ada");
    Visit later = logIn("ada");

    assertThat(ids("ada")).containsExactly(later.id());
    assertOpens(later);
  }

  @Test
  void whoIsSparedIsSparedAlsoWhenOthersComeMeanwhile() {
    Visit kept = logIn("ada");
    logIn("ada");
    beforeTheFirstBatch(() -> logIn("ada"));

    assertThat(slowlyRevokeAll(Optional.of(kept.id()))).isEqualTo(2);
    assertThat(ids("ada")).containsExactly(kept.id());
  }

  /** One's own id is changed first, then the others end: nothing of the old one is left. */
  @Test
  void whoChangesTheirIdFirstIsSparedAlone() {
    Visit old = logIn("ada");
    logIn("ada");
    Visit own = old.logIn("ada");

    assertThat(Answers.of(store.revokeAll("ada", Optional.of(own.id())))).isEqualTo(1);
    assertThat(ids("ada")).containsExactly(own.id());
  }

  @Test
  void manySessionsEndInBatchesOfFiveHundred() {
    stale(1_200);
    Visit last = logIn("ada");
    try (Monitor monitor = monitor(keys.index("ada"))) {
      assertThat(revokeAll("ada")).isEqualTo(1);

      assertThat(batches(monitor)).containsExactly(500, 500, 201);
    }
    assertThat(last.isLive()).isFalse();
    assertThat(redis.holds(keys.index("ada"))).isFalse();
  }

  /** The five hundredth and one are all the same: the spared one among them ends nothing twice. */
  @Test
  void aSparedSessionAmongManyIsNotInTheWay() {
    stale(1_000);
    Visit kept = logIn("ada");

    assertThat(Answers.of(store.revokeAll("ada", Optional.of(kept.id())))).isZero();
    assertThat(redis.members(keys.index("ada"))).containsExactly(kept.id().value());
    assertOpens(kept);
  }

  @Test
  void whatIsNoIdLeavesTheIndexToo() {
    redis.at(keys.index("ada")).call("SADD", keys.index("ada"), "no id", "", "*");
    redis.expireIn(keys.index("ada"), 60_000);
    Visit visit = logIn("ada");

    assertThat(revokeAll("ada")).isEqualTo(1);
    assertThat(visit.isLive()).isFalse();
    assertThat(redis.holds(keys.index("ada"))).isFalse();
  }

  @Test
  void otherUsersSessionsStay() {
    Visit bob = logIn("bob");
    logIn("ada");
    assertThat(revokeAll("ada")).isEqualTo(1);
    assertOpens(bob);
  }

  private void beforeTheFirstBatch(Runnable task) {
    gate.guard(once(running(Scripts.REVOKE_ALL), task));
  }

  private int slowlyRevokeAll(Optional<SessionId> except) {
    return Answers.of(slow.revokeAll("ada", except));
  }

  /** Ids in the index whose sessions are gone. */
  private void stale(int count) {
    Stream<String> ids =
        IntStream.range(0, count).mapToObj(i -> Sample.of("ada").draft(store).id().value());
    redis
        .at(keys.index("ada"))
        .call(Stream.concat(Stream.of("SADD", keys.index("ada")), ids).toArray(String[]::new));
    redis.expireIn(keys.index("ada"), 600_000);
  }

  /** How many ids each run of the script was told. */
  private static List<Integer> batches(Monitor monitor) {
    return monitor.commands().stream()
        .filter(command -> command.name().startsWith("EVAL"))
        .map(MonitoredCommand::words)
        .filter(words -> words.get(0).equalsIgnoreCase("EVALSHA"))
        .map(words -> Integer.parseInt(words.get(2)) - 1)
        .toList();
  }
}
