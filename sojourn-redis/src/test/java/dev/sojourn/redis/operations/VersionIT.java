package dev.sojourn.redis.operations;

import static dev.sojourn.redis.rig.Meanwhile.once;
import static dev.sojourn.redis.rig.Meanwhile.running;
import static dev.sojourn.redis.rig.Meanwhile.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EncodedValue;
import dev.sojourn.Timeouts;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 7: a change is written only if the session is as it was read. On a conflict it is read and
 * the change retried, for a while, so that no concurrent write is lost.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class VersionIT extends OnRedis {

  private static final Duration BRIEFLY = Duration.ofMillis(150);

  private final SessionStore slow = fleet.gated("slow");
  private final CommandGate gate = fleet.gate("slow");
  private final SessionStore impatient =
      fleet.store("impatient", settings -> settings.withConflictTimeout(Duration.ZERO));
  private final SessionStore brief =
      fleet.store("brief", settings -> settings.withConflictTimeout(BRIEFLY));

  VersionIT(Setup setup) {
    super(setup);
  }

  /** Two acknowledged changes of {@code cart.b} and {@code cart.c}: one was lost. */
  @Test
  void ofTwoNestedChangesOfACartNoneIsLost() {
    TestClient client = Sample.of("ada").with("cart", "a").in(store);
    gate.guard(once(running(layout().scripts().update()), () -> append(client, "c")));
    append(client.at(slow), "b");

    assertThat(client.text("cart")).contains("acb");
    assertThat(client.record().version()).isEqualTo(2);
  }

  @Test
  void aChangeOfWhatWasReadBeforeIsMadeFromWhatIsThereNow() {
    TestClient client = Sample.of("ada").with("cart", "a").in(store);
    SessionRecord seen = client.record();
    append(client, "b");
    client.change(seen, appending("c"));

    assertThat(client.text("cart")).contains("abc");
  }

  /** An attribute appears after an edit found none. */
  @Test
  void anAttributeThatAppearedMeanwhileIsNotOverwritten() {
    TestClient client = logIn("ada");
    gate.guard(once(running(layout().scripts().update()), () -> append(client, "b")));
    append(client.at(slow), "a");

    assertThat(client.text("cart")).contains("ba");
  }

  /** Fields of a hash merge; a document is read and written again. */
  @Test
  void aPutBesideAnotherNeedsASecondTryInDocumentsAlone() {
    TestClient client = logIn("ada");
    SessionRecord seen = client.record();
    client.put("theme", "dark");
    try (CommandMonitor monitor = monitor(key(client))) {
      client.change(seen, TestClient.putting("role", "admin"));

      assertThat(monitor.sent())
          .filteredOn(name -> name.startsWith("EVAL"))
          .hasSize(setup.layout() == LayoutName.STRING ? 2 : 1);
    }
    assertThat(client.text("theme")).contains("dark");
    assertThat(client.text("role")).contains("admin");
  }

  @Test
  void aConflictIsTriedAgainUntilItIsTaken() {
    TestClient client = Sample.of("ada").with("cart", "a").in(store);
    gate.guard(times(5, running(layout().scripts().update()), () -> append(client, "x")));
    append(client.at(slow), "b");

    assertThat(client.text("cart")).contains("axxxxxb");
  }

  @Test
  void aConflictWithoutPatienceIsToldAndNothingIsWritten() {
    TestClient client = Sample.of("ada").with("cart", "a").in(store);
    assertThatThrownBy(() -> client.at(impatient).change(meddling(client, new AtomicInteger())))
        .isInstanceOf(WriteConflict.class)
        .hasMessageContaining(client.id().value());

    assertThat(client.text("cart")).contains("1");
    assertThat(client.record().version()).isEqualTo(1);
  }

  @Test
  void aConflictThatGoesOnIsToldAtItsTimeout() {
    TestClient client = Sample.of("ada").with("cart", "a").in(store);
    AtomicInteger tries = new AtomicInteger();
    long began = System.nanoTime();
    assertThatThrownBy(() -> client.at(brief).change(meddling(client, tries)))
        .isInstanceOf(WriteConflict.class);

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(BRIEFLY.dividedBy(2), BRIEFLY.plusSeconds(2));
    assertThat(tries).hasValueGreaterThan(2);
    assertThat(client.text("cart")).contains("" + tries);
  }

  /** A touch or a new secret conflicts with no change. */
  @Test
  void touchesAndSecretsRaiseNoVersion() {
    TestClient client = Sample.of("ada").with("cart", "a").in(store);
    SessionRecord seen = client.record();
    touch(client, 600_000);
    TestClient rotated = client.rotated();
    assertOpens(rotated);
    assertThat(client.record().version()).isZero();
    try (CommandMonitor monitor = monitor(key(client))) {
      assertThat(client.change(seen, appending("b"))).isPresent();
      assertThat(monitor.sent()).filteredOn(name -> name.startsWith("EVAL")).hasSize(1);
    }
    assertOpens(rotated);
    assertThat(client.record().lastAccessAt()).isAfter(seen.lastAccessAt());
  }

  @Test
  void eachKindOfChangeRaisesTheVersionByOne() {
    TestClient client = logIn("ada");
    client.put("a", "1");
    client.changed(appending("x"));
    client.changed(new SessionDelta(Map.of(), Optional.of("Phone"), Optional.empty()));
    client.changed(new SessionDelta(Map.of(), Optional.empty(), Optional.of(Timeouts.DEFAULT)));

    assertThat(client.record().version()).isEqualTo(4);
  }

  /** Beyond 1e14 Lua writes numbers with an exponent, and rounds them. */
  @Test
  void aVersionOfManyDigitsStaysExact() {
    TestClient client = logIn("ada");
    redis.set(key(client), "version", 999_999_999_999_998L);
    client.put("a", "1");

    assertThat(client.record().version()).isEqualTo(999_999_999_999_999L);
  }

  /** An edit during which another client changes the same attribute, each time. */
  private SessionDelta meddling(TestClient client, AtomicInteger tries) {
    UnaryOperator<Optional<EncodedValue>> edit =
        old -> {
          client.put("cart", "" + tries.incrementAndGet());
          return Optional.of(EncodedValue.text("lost"));
        };
    return TestClient.editingDelta("cart", edit);
  }

  private static void append(TestClient client, String text) {
    assertThat(client.change(appending(text))).isPresent();
  }

  private static SessionDelta appending(String text) {
    return TestClient.editingDelta(
        "cart",
        old -> Optional.of(EncodedValue.text(old.map(EncodedValue::text).orElse("") + text)));
  }
}
