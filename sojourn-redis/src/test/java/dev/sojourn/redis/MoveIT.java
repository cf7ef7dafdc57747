package dev.sojourn.redis;

import static dev.sojourn.redis.Meanwhile.once;
import static dev.sojourn.redis.Meanwhile.running;
import static dev.sojourn.redis.Meanwhile.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionRecord;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Absent;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.CommandGate;
import dev.sojourn.testkit.Listener;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 15, across slots: a login copies the session, and the old one ends only as what was copied,
 * leaving a marker. The schedules run without a Cluster, where a gate can stop each step.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#slotted")
final class MoveIT extends OnRedis {

  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");

  MoveIT(Setup setup) {
    super(setup);
  }

  @Test
  void aMovedSessionLeavesAMarkerForFiveSeconds() {
    Visit old = Sample.of("ada").with("cart", "full").in(store);
    Visit now = old.logIn("bob");

    assertThat(marker(old)).isEqualTo(now.id().value());
    assertThat(redis.ttl(key(old))).isBetween(1L, 5_000L);
    assertThat(redis.holds(keys.index("ada"))).isFalse();
    assertThat(now.text("cart")).contains("full");
    assertRefused(old);
  }

  @Test
  void theOldIdIsToldAndTheNewOneIsNot() {
    Visit old = logIn("ada");
    try (Listener listener = listener(key(old))) {
      old.logIn("bob");
      assertThat(listener.heard()).containsExactly(old.id().value());
    }
  }

  @Test
  void leavingAnswersMineAlsoWhenItRunsAgain() {
    Visit old = logIn("ada");
    Login login = old.login("bob");

    assertThat(leave(old, login, 0)).isEqualTo(1L);
    assertThat(leave(old, login, 0)).isEqualTo(1L);
    assertThat(leave(old, old.login("bob"), 0)).isEqualTo(0L);
    assertThat(marker(old)).isEqualTo(login.id().value());
  }

  @Test
  void leavingASessionThatChangedLeavesItAsItIs() {
    Visit old = logIn("ada");
    old.put("cart", "full");
    SessionRecord before = old.record();

    assertThat(leave(old, old.login("bob"), 0)).isEqualTo(2L);
    assertThat(old.record()).isEqualTo(before);
    assertThat(ids("ada")).containsExactly(old.id());
  }

  @Test
  void leavingWithAWrongSecretLeavesTheSessionAsItIs() {
    Visit old = logIn("ada");
    SessionRecord before = old.record();

    assertThat(leave(old.stranger(), old.login("bob"), 0)).isEqualTo(0L);
    assertThat(old.record()).isEqualTo(before);
  }

  @Test
  void leavingWhatIsGoneMakesNothing() {
    Visit old = logIn("ada");
    old.revoke();

    assertThat(leave(old, old.login("bob"), 0)).isEqualTo(0L);
    assertThat(redis.holds(key(old))).isFalse();
  }

  /** The session changed between its copy and its end: it is copied again. */
  @Test
  void aChangeBetweenTheStepsGoesAlong() {
    Visit old = Sample.of("ada").with("cart", "a").in(store);
    beforeLeaving(() -> old.put("cart", "b"));
    Visit now = old.at(slow).logIn("bob");

    assertThat(now.text("cart")).contains("b");
    assertThat(old.isLive()).isFalse();
    assertThat(ids("bob")).containsExactly(now.id());
  }

  @Test
  void aLogoutBetweenTheStepsEndsTheCopyToo() {
    Visit old = logIn("ada");
    assertLogoutWins(old, old::revoke);
  }

  @Test
  void aLogoutEverywhereBetweenTheStepsEndsTheCopyToo() {
    Visit old = logIn("ada");
    assertLogoutWins(old, () -> assertThat(revokeAll("ada")).isEqualTo(1));
  }

  private void assertLogoutWins(Visit old, Runnable logout) {
    Login login = old.login("bob");
    beforeLeaving(logout);

    assertThat(old.at(slow).authenticate(login)).isEqualTo(new Absent());
    assertThat(old.after(login).isLive()).isFalse();
    assertThat(ids("bob")).isEmpty();
    assertThat(ids("ada")).isEmpty();
  }

  /** As two plain steps: two live sessions from one token in 18 of 20 schedules. */
  @Test
  void anotherLoginBetweenTheStepsIsTheOnlyOne() {
    Visit old = logIn("ada");
    AtomicReference<Visit> other = new AtomicReference<>();
    Login login = old.login("bob");
    beforeLeaving(() -> other.set(old.logIn("cyd")));

    assertThat(old.at(slow).authenticate(login)).isEqualTo(new Absent());
    assertThat(old.after(login).isLive()).isFalse();
    assertOpens(other.get());
    assertThat(marker(old)).isEqualTo(other.get().id().value());
  }

  /** The secret was replaced and its grace is over: who shows it has no session to continue. */
  @Test
  void aSecretThatIsOutdatedBetweenTheStepsOpensNothing() {
    Visit old = logIn("ada");
    Login login = old.login("bob");
    beforeLeaving(
        () -> {
          assertOpens(old.rotated());
          redis.set(key(old), "replaced", old.secret().text() + " 1");
        });

    assertThat(old.at(slow).authenticate(login)).isEqualTo(new Absent());
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
    Visit old = Sample.of("ada").with("cart", "a").in(store);
    Login login = old.login("bob");
    fleet
        .gate("brief")
        .guard(times(9_999, running(layout().scripts().leave()), () -> old.put("cart", "b")));

    assertThatThrownBy(() -> old.at(brief).authenticate(login)).isInstanceOf(WriteConflict.class);
    assertThat(old.after(login).isLive()).isFalse();
    assertThat(ids("bob")).isEmpty();
    assertOpens(old);
  }

  /** The answer to the last step was lost, so it is asked again: its marker says whose it is. */
  @Test
  void aLoginThatWasDoneBeforeIsAnsweredAlike() {
    Visit old = Sample.of("ada").with(Map.of("cart", EncodedValue.json("[1]"))).in(store);
    Login login = old.login("bob");
    Admission first = old.authenticate(login);

    assertThat(old.authenticate(login)).isEqualTo(first).isInstanceOf(Admitted.class);
    assertThat(ids("bob")).containsExactly(login.id());
  }

  private void beforeLeaving(Runnable task) {
    gate.guard(once(running(layout().scripts().leave()), task));
  }

  private Object leave(Visit old, Login login, long version) {
    return redis.run(
        layout().scripts().leave(),
        List.of(key(old), keys.index("ada")),
        List.of(
            old.id().value(),
            login.id().value(),
            keys.channel(),
            old.secret().text(),
            "600",
            "" + version,
            "5000"));
  }

  /** Where a marker says that the session went on; it holds nothing else. */
  private String marker(Visit old) {
    if (setup.layout() == LayoutName.HASH) {
      List<String> fields = redis.at(key(old)).texts("HGETALL", key(old));
      assertThat(fields).hasSize(2).startsWith("moved_to");
      return fields.get(1);
    }
    String document = redis.document(key(old));
    assertThat(document).startsWith("{\"moved_to\":\"").endsWith("\"}");
    return document.substring(13, document.length() - 2);
  }
}
