package dev.sojourn.redis.operations;

import static dev.sojourn.redis.rig.Meanwhile.once;
import static dev.sojourn.redis.rig.Meanwhile.running;
import static dev.sojourn.redis.rig.Meanwhile.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EncodedValue;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.monitor.ChannelListener;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 15, across slots: a login copies the session, and ends the old one only if that is still
 * what was copied, leaving a marker. The schedules run without a Cluster, so that a gate can stop
 * each step.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#slotted")
final class MoveAcrossSlotsIT extends OnRedis {

  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");

  MoveAcrossSlotsIT(Setup setup) {
    super(setup);
  }

  @Test
  void aMovedSessionSaysForAMinuteWhereItWent() {
    TestClient old = Sample.of("ada").with("cart", "full").in(store);
    TestClient now = old.logIn("bob");

    assertThat(wentTo(old)).isEqualTo(now.id().value());
    assertThat(redis.ttl(keys.moved(old.id()))).isBetween(60_000L, 75_000L);
    assertThat(redis.holds(key(old))).isFalse();
    assertThat(redis.holds(keys.index("ada"))).isFalse();
    assertThat(now.text("cart")).contains("full");
    assertRefused(old);
  }

  @Test
  void theOldIdIsToldAndTheNewOneIsNot() {
    TestClient old = logIn("ada");
    try (ChannelListener listener = listener(key(old))) {
      old.logIn("bob");
      assertThat(listener.messages()).containsExactly(old.id().value());
    }
  }

  @Test
  void leavingAnswersMineAlsoWhenItRunsAgain() {
    TestClient old = logIn("ada");
    Login login = old.newLogin("bob");

    assertThat(leave(old, login, 0)).isEqualTo(List.of("done"));
    assertThat(leave(old, login, 0)).isEqualTo(List.of("done"));
    assertThat(leave(old, old.newLogin("bob"), 0)).isEqualTo(List.of("gone"));
    assertThat(wentTo(old)).isEqualTo(login.id().value());
  }

  @Test
  void leavingASessionThatChangedLeavesItAsItIs() {
    TestClient old = logIn("ada");
    old.put("cart", "full");
    SessionRecord before = old.record();

    assertThat(leave(old, old.newLogin("bob"), 0)).isEqualTo(List.of("changed"));
    assertThat(old.record()).isEqualTo(before);
    assertThat(ids("ada")).containsExactly(old.id());
  }

  @Test
  void leavingWithAWrongSecretLeavesTheSessionAsItIs() {
    TestClient old = logIn("ada");
    SessionRecord before = old.record();

    assertThat(leave(old.stranger(), old.newLogin("bob"), 0)).isEqualTo(List.of("gone"));
    assertThat(old.record()).isEqualTo(before);
  }

  @Test
  void leavingWhatIsGoneMakesNothing() {
    TestClient old = logIn("ada");
    old.revoke();

    assertThat(leave(old, old.newLogin("bob"), 0)).isEqualTo(List.of("gone"));
    assertThat(redis.holds(key(old))).isFalse();
  }

  /** The session changes between its copy and its end, so it is copied again. */
  @Test
  void aChangeBetweenTheStepsGoesAlong() {
    TestClient old = Sample.of("ada").with("cart", "a").in(store);
    beforeLeaving(() -> old.put("cart", "b"));
    TestClient now = old.at(slow).logIn("bob");

    assertThat(now.text("cart")).contains("b");
    assertThat(old.isLive()).isFalse();
    assertThat(ids("bob")).containsExactly(now.id());
  }

  @Test
  void aLogoutBetweenTheStepsEndsTheCopyToo() {
    TestClient old = logIn("ada");
    assertLogoutWins(old, old::revoke);
  }

  @Test
  void aLogoutEverywhereBetweenTheStepsEndsTheCopyToo() {
    TestClient old = logIn("ada");
    assertLogoutWins(old, () -> assertThat(revokeAll("ada")).isEqualTo(1));
  }

  private void assertLogoutWins(TestClient old, Runnable logout) {
    Login login = old.newLogin("bob");
    beforeLeaving(logout);

    assertThat(old.at(slow).login(login)).isEqualTo(new NoSession());
    assertThat(old.after(login).isLive()).isFalse();
    assertThat(ids("bob")).isEmpty();
    assertThat(ids("ada")).isEmpty();
  }

  /** Two simple steps left two live sessions of one token in 18 of 20 schedules. */
  @Test
  void anotherLoginBetweenTheStepsIsTheOnlyOne() {
    TestClient old = logIn("ada");
    AtomicReference<TestClient> other = new AtomicReference<>();
    Login login = old.newLogin("bob");
    beforeLeaving(() -> other.set(old.logIn("cyd")));

    assertThat(old.at(slow).login(login)).isEqualTo(new NoSession());
    assertThat(old.after(login).isLive()).isFalse();
    assertOpens(other.get());
    assertThat(wentTo(old)).isEqualTo(other.get().id().value());
  }

  /** The secret was replaced and its grace is over, so it opens no session. */
  @Test
  void aSecretThatIsOutdatedBetweenTheStepsOpensNothing() {
    TestClient old = logIn("ada");
    Login login = old.newLogin("bob");
    beforeLeaving(
        () -> {
          assertOpens(old.rotated());
          redis.set(key(old), "replaced", old.secret().text() + " 1");
        });

    assertThat(old.at(slow).login(login)).isEqualTo(new NoSession());
    assertThat(old.after(login).isLive()).isFalse();
    assertThat(old.isLive()).isTrue();
  }

  @Test
  void aSessionThatChangesAllTheTimeStaysAndThatIsTold() {
    SessionStore brief =
        fleet.store(
            "brief",
            settings ->
                setup.at(fleet.gate("brief").userUri()).withConflictTimeout(Duration.ofMillis(50)));
    TestClient old = Sample.of("ada").with("cart", "a").in(store);
    Login login = old.newLogin("bob");
    fleet
        .gate("brief")
        .guard(times(9_999, running(layout().scripts().leave()), () -> old.put("cart", "b")));

    assertThatThrownBy(() -> old.at(brief).login(login)).isInstanceOf(WriteConflict.class);
    assertThat(old.after(login).isLive()).isFalse();
    assertThat(ids("bob")).isEmpty();
    assertOpens(old);
  }

  /** The last step's reply was lost and the login is repeated; the marker shows that it is done. */
  @Test
  void aLoginThatWasDoneBeforeIsAnsweredAlike() {
    TestClient old = Sample.of("ada").with(Map.of("cart", EncodedValue.json("[1]"))).in(store);
    Login login = old.newLogin("bob");
    Admission first = old.login(login);

    assertThat(old.login(login)).isEqualTo(first).isInstanceOf(Admitted.class);
    assertThat(ids("bob")).containsExactly(login.id());
  }

  /** Whatever it says: a secret is added only to a session of the user who logs in. */
  @Test
  void whatAMovedSessionLeavesProvesNothing() {
    TestClient now = logIn("ada").logIn("bob");
    SessionRecord before = now.record();

    assertThat(
            redis.run(
                layout().scripts().join(),
                List.of(key(now)),
                List.of(now.id().value(), keys.channel(), "eve", Sample.newSecret().text())))
        .isEqualTo(List.of("gone"));
    assertThat(now.record()).isEqualTo(before);
  }

  private void beforeLeaving(Runnable task) {
    gate.guard(once(running(layout().scripts().leave()), task));
  }

  private Object leave(TestClient old, Login login, long version) {
    String moved = login.id().value() + ' ' + old.secret().text() + ' ' + login.user();
    return redis.run(
        layout().scripts().leave(),
        List.of(key(old), keys.moved(old.id()), keys.index("ada")),
        List.of(
            old.id().value(), keys.channel(), old.secret().text(), "" + version, moved, "5000"));
  }

  /** The new id in what a moved session leaves. */
  private String wentTo(TestClient old) {
    String key = keys.moved(old.id());
    return redis.at(key).text("GET", key).split(" ", 2)[0];
  }
}
