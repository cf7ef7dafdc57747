package dev.sojourn.redis;

import static dev.sojourn.redis.Meanwhile.once;
import static dev.sojourn.redis.Meanwhile.running;
import static dev.sojourn.redis.Meanwhile.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionRecord;
import dev.sojourn.Timeouts;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.CommandGate;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 7: a change is written only onto what it was made from. What others wrote meanwhile is never
 * lost: it is read and tried again, for a while.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#plain")
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
    Visit visit = Sample.of("ada").with("cart", "a").in(store);
    gate.guard(once(running(layout().scripts().update()), () -> append(visit, "c")));
    append(visit.at(slow), "b");

    assertThat(visit.text("cart")).contains("acb");
    assertThat(visit.record().version()).isEqualTo(2);
  }

  @Test
  void aChangeOfWhatWasReadBeforeIsMadeFromWhatIsThereNow() {
    Visit visit = Sample.of("ada").with("cart", "a").in(store);
    SessionRecord seen = visit.record();
    append(visit, "b");
    visit.change(seen, appending("c"));

    assertThat(visit.text("cart")).contains("abc");
  }

  /** One attribute appears while an edit thinks that there is none. */
  @Test
  void anAttributeThatAppearedMeanwhileIsNotOverwritten() {
    Visit visit = logIn("ada");
    gate.guard(once(running(layout().scripts().update()), () -> append(visit, "b")));
    append(visit.at(slow), "a");

    assertThat(visit.text("cart")).contains("ba");
  }

  /** A hash merges them; a document is read and written again. */
  @Test
  void aPutBesideAnotherNeedsASecondTryInDocumentsAlone() {
    Visit visit = logIn("ada");
    SessionRecord seen = visit.record();
    visit.put("theme", "dark");
    try (Monitor monitor = monitor(key(visit))) {
      visit.change(seen, Visit.putting("role", "admin"));

      assertThat(monitor.sent())
          .filteredOn(name -> name.startsWith("EVAL"))
          .hasSize(setup.layout() == LayoutName.STRING ? 2 : 1);
    }
    assertThat(visit.text("theme")).contains("dark");
    assertThat(visit.text("role")).contains("admin");
  }

  @Test
  void aConflictIsTriedAgainUntilItIsTaken() {
    Visit visit = Sample.of("ada").with("cart", "a").in(store);
    gate.guard(times(5, running(layout().scripts().update()), () -> append(visit, "x")));
    append(visit.at(slow), "b");

    assertThat(visit.text("cart")).contains("axxxxxb");
  }

  @Test
  void aConflictWithoutPatienceIsToldAndNothingIsWritten() {
    Visit visit = Sample.of("ada").with("cart", "a").in(store);
    assertThatThrownBy(() -> visit.at(impatient).change(meddling(visit, new AtomicInteger())))
        .isInstanceOf(WriteConflict.class)
        .hasMessageContaining(visit.id().value());

    assertThat(visit.text("cart")).contains("1");
    assertThat(visit.record().version()).isEqualTo(1);
  }

  @Test
  void aConflictThatGoesOnIsToldAfterItsTimeout() {
    Visit visit = Sample.of("ada").with("cart", "a").in(store);
    AtomicInteger tries = new AtomicInteger();
    long began = System.nanoTime();
    assertThatThrownBy(() -> visit.at(brief).change(meddling(visit, tries)))
        .isInstanceOf(WriteConflict.class);

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(BRIEFLY, BRIEFLY.plusSeconds(2));
    assertThat(tries).hasValueGreaterThan(2);
    assertThat(visit.text("cart")).contains("" + tries);
  }

  /** Neither a touch nor a new secret is a change that another one must know. */
  @Test
  void touchesAndSecretsRaiseNoVersion() {
    Visit visit = Sample.of("ada").with("cart", "a").in(store);
    SessionRecord seen = visit.record();
    touch(visit, 600_000);
    Visit rotated = visit.rotated();
    assertOpens(rotated);
    assertThat(visit.record().version()).isZero();
    try (Monitor monitor = monitor(key(visit))) {
      assertThat(visit.change(seen, appending("b"))).isPresent();
      assertThat(monitor.sent()).filteredOn(name -> name.startsWith("EVAL")).hasSize(1);
    }
    assertOpens(rotated);
    assertThat(visit.record().lastAccessAt()).isAfter(seen.lastAccessAt());
  }

  @Test
  void eachKindOfChangeRaisesTheVersionByOne() {
    Visit visit = logIn("ada");
    visit.put("a", "1");
    visit.changed(appending("x"));
    visit.changed(new SessionDelta(Map.of(), Optional.of("Phone"), Optional.empty()));
    visit.changed(new SessionDelta(Map.of(), Optional.empty(), Optional.of(Timeouts.DEFAULT)));

    assertThat(visit.record().version()).isEqualTo(4);
  }

  /** Beyond 1e14 Lua writes numbers with an exponent, and rounds them. */
  @Test
  void aVersionOfManyDigitsStaysExact() {
    Visit visit = logIn("ada");
    redis.set(key(visit), "version", 999_999_999_999_998L);
    visit.put("a", "1");

    assertThat(visit.record().version()).isEqualTo(999_999_999_999_999L);
  }

  /** Appends what another did while it thinks, each time. */
  private SessionDelta meddling(Visit visit, AtomicInteger tries) {
    UnaryOperator<Optional<EncodedValue>> edit =
        old -> {
          visit.put("cart", "" + tries.incrementAndGet());
          return Optional.of(EncodedValue.text("lost"));
        };
    return Visit.editingDelta("cart", edit);
  }

  private static void append(Visit visit, String text) {
    assertThat(visit.change(appending(text))).isPresent();
  }

  private static SessionDelta appending(String text) {
    return Visit.editingDelta(
        "cart",
        old -> Optional.of(EncodedValue.text(old.map(EncodedValue::text).orElse("") + text)));
  }
}
