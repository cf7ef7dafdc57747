package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.rig.Meanwhile;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.redis.rig.Stale;
import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.TestClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What may happen between a sweep's check of sessions and the script that removes their ids. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#sweptStandalone")
final class SweepScheduleIT extends OnRedis {

  private static final int USERS = 5;

  private final CommandGate gate = CommandGate.to(SharedServers.get(setup.kind()));
  private final RedisMaintenance maintenance =
      RedisMaintenance.connect(setup.at(gate.maintenanceUri()));
  private final Stale stale = new Stale(keys, redis);

  SweepScheduleIT(Setup setup) {
    super(setup);
  }

  @AfterEach
  void end() {
    maintenance.close();
    gate.close();
  }

  /**
   * As in a login across slots, whose copy is withdrawn and written again under its id; or after a
   * failover to a replica that missed the end of the session.
   */
  @Test
  void aSessionThatIsThereAgainStaysInItsIndex() {
    enterForAll(3);
    String user = "user2";
    String id = stale.left(user).get(1);
    String session = keys.session(user, id);
    gate.guard(
        Meanwhile.once(
            removalAt(user), () -> redis.at(session).call("SET", session, "x", "PX", "60000")));

    SweepReport report = swept();

    assertThat(report.removed()).isEqualTo(report.stale()).isEqualTo(3L * USERS - 1);
    assertThat(redis.members(keys.index(user))).containsExactly(id);
    users().filter(other -> !other.equals(user)).forEach(this::assertNoIndex);
  }

  @Test
  void aLoginMeanwhileIsInItsIndex() {
    enterForAll(2);
    List<TestClient> live = new ArrayList<>();
    gate.guard(Meanwhile.once(removalAt("user1"), () -> live.add(logIn("user1"))));

    SweepReport report = swept();

    assertThat(report.removed()).isEqualTo(2L * USERS);
    assertThat(ids("user1")).containsExactly(live.get(0).id());
    assertThat(redis.members(keys.index("user1"))).containsExactly(live.get(0).id().value());
  }

  @Test
  void anIndexThatIsSpoiltMeanwhileIsLeftAsItIs() {
    enterForAll(2);
    String index = keys.index("user3");
    gate.guard(
        Meanwhile.once(
            removalAt("user3"), () -> redis.at(index).call("SET", index, "x", "PX", "60000")));

    SweepReport report = swept();

    assertThat(report.removed()).isEqualTo(2L * (USERS - 1));
    assertThat(redis.at(index).text("GET", index)).isEqualTo("x");
    users().filter(user -> !keys.index(user).equals(index)).forEach(this::assertNoIndex);
  }

  /** The check is cheap and leaves little to the script, which is expensive. */
  @Test
  void onlyWhatIsGoneIsLookedAtAgain() {
    TestClient whole = logIn("ada");
    TestClient beside = logIn("bob");
    stale.enter("bob", 1);
    String gone = stale.left("bob").get(0);
    List<String> words = Collections.synchronizedList(new ArrayList<>());
    gate.guard(command -> words.addAll(isRemoval(command) ? command : List.of()));

    assertThat(swept().removed()).isEqualTo(1);

    assertThat(words).contains(keys.index("bob"), keys.session("bob", gone), gone);
    assertThat(words).doesNotContain(keys.index("ada"), key(whole), key(beside));
  }

  private void enterForAll(int ids) {
    users().forEach(user -> stale.enter(user, ids));
  }

  private static Stream<String> users() {
    return IntStream.range(0, USERS).mapToObj(n -> "user" + n);
  }

  private Predicate<List<String>> removalAt(String user) {
    return command -> isRemoval(command) && command.contains(keys.index(user));
  }

  private static boolean isRemoval(List<String> command) {
    return command.get(0).startsWith("EVAL");
  }

  private void assertNoIndex(String user) {
    assertThat(redis.holds(keys.index(user))).as(user).isFalse();
  }

  private SweepReport swept() {
    Started<SweepReport> started =
        (Started<SweepReport>) Await.of(maintenance.sweep(SweepRequest.of(SweepMode.REMOVE)));
    SweepReport report = Await.of(started.end());
    assertThat(report.state()).isEqualTo(State.DONE);
    return report;
  }
}
