package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Change;
import dev.sojourn.SessionDelta.Put;
import dev.sojourn.SessionRecord;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.WriteConflict;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Changes made at once: an acknowledged one is not lost, a reader sees none half done. */
interface ConcurrentChangeContract extends StoreContract {

  /** As many as the promise names. */
  int THREADS = 16;

  @Test
  default void changesOfDifferentAttributesAtOnceAllSurvive() {
    Visit visit = logIn("ada");
    int rounds = Math.max(1, Rounds.of(10_000) / THREADS);
    AtOnce.many(THREADS, number -> putsUpTo(rounds, visit, "a" + number));

    Map<String, EncodedValue> all = new HashMap<>();
    IntStream.range(0, THREADS)
        .forEach(number -> all.put("a" + number, EncodedValue.text("" + rounds)));
    assertThat(visit.record().attributes()).isEqualTo(all);
    assertThat(visit.record().version()).isEqualTo((long) rounds * THREADS);
  }

  @Test
  default void noEditOfOneCounterIsLost() {
    Visit visit = logIn("ada");
    int rounds = Math.max(1, Rounds.of(10_000) / THREADS);
    AtOnce.many(THREADS, number -> countsUp(rounds, visit));

    assertThat(visit.record().attributes())
        .containsEntry("count", EncodedValue.json("" + rounds * THREADS));
  }

  @Test
  default void aChangeOfManyAttributesIsNeverSeenHalfDone() {
    Visit visit = logIn("ada");
    List<Boolean> whole =
        AtOnce.many(4, number -> number == 0 ? putsPairs(visit) : seesPairs(visit));

    assertThat(whole).containsOnly(true);
  }

  @Test
  default void ofTwoChangesThatFitOnlyAloneOneIsRefused() {
    String half = "x".repeat(subject().limits().sessionBytes() / 2);
    for (int round = 0; round < Rounds.of(1_000); round++) {
      Visit visit = logIn("ada");
      List<Boolean> taken =
          AtOnce.both(() -> isTaken(visit, "a", half), () -> isTaken(visit, "b", half));

      assertThat(taken).containsExactlyInAnyOrder(true, false);
      assertThat(visit.record().attributes()).hasSize(1);
    }
  }

  @Test
  default void aChangeMadeWhileAnEditThinksIsNotLost() {
    Visit visit = Sample.of("ada").with("count", "1").in(store());
    duringAnEdit(visit, "count", () -> store().change(visit.id(), Visit.putting("cart", "full")));

    assertThat(visit.text("cart")).contains("full");
    assertThat(visit.text("count")).contains("1!");
    assertThat(visit.record().version()).isEqualTo(2);
  }

  @Test
  default void anEditIsAskedAgainWhenItsValueChangedMeanwhile() {
    Visit visit = Sample.of("ada").with("count", "1").in(store());
    duringAnEdit(visit, "count", () -> store().change(visit.id(), Visit.putting("count", "2")));

    assertThat(visit.text("count").orElseThrow())
        .as("the change before the edit, or after it")
        .isIn("2!", "2");
  }

  @Test
  default void aRotationMadeWhileAnEditThinksIsNotLost() {
    Visit visit = Sample.of("ada").with("count", "1").in(store());
    Visit next = visit.showing(Sample.newSecret());
    duringAnEdit(visit, "count", () -> store().rotate(visit.id(), visit.secret(), next.secret()));

    assertThat(visit.text("count")).contains("1!");
    assertThat(next.access()).isInstanceOf(Live.class);
  }

  @Test
  default void aChangeGoesOnUnderTheNewIdOrIsRefused() {
    for (int round = 0; round < Rounds.of(2_000); round++) {
      Visit old = logIn("ada");
      Login login = old.login("ada");
      List<Boolean> done =
          AtOnce.both(
              () -> old.put("cart", "full").isPresent(),
              () -> old.authenticate(login) instanceof Admission.Admitted);

      assertThat(done.get(1)).isTrue();
      assertThat(old.after(login).text("cart").isPresent()).isEqualTo(done.get(0));
    }
  }

  /** Edits an attribute, and asks for something else, without waiting, when the edit first runs. */
  private static void duringAnEdit(
      Visit visit, String name, Supplier<CompletionStage<?>> meanwhile) {
    AtomicBoolean first = new AtomicBoolean(true);
    List<CompletionStage<?>> asked = new ArrayList<>();
    UnaryOperator<Optional<EncodedValue>> edit =
        old -> {
          if (first.getAndSet(false)) {
            asked.add(meanwhile.get());
          }
          return old.map(value -> EncodedValue.text(value.text() + "!"));
        };
    Answers.of(visit.editing(name, edit));
    asked.forEach(Answers::of);
  }

  private static int putsUpTo(int rounds, Visit visit, String name) {
    for (int round = 1; round <= rounds; round++) {
      untilTaken(visit, Visit.putting(name, "" + round));
    }
    return rounds;
  }

  private static int countsUp(int rounds, Visit visit) {
    Change more = new SessionDelta.Edit(old -> Optional.of(oneMore(old)));
    for (int round = 0; round < rounds; round++) {
      untilTaken(visit, SessionDelta.of(Map.of("count", more)));
    }
    return rounds;
  }

  private static EncodedValue oneMore(Optional<EncodedValue> old) {
    return EncodedValue.json("" + (old.map(v -> Integer.parseInt(v.text())).orElse(0) + 1));
  }

  /** A conflict is an answer too: it says that nothing was written, so it is asked again. */
  private static SessionRecord untilTaken(Visit visit, SessionDelta delta) {
    while (true) {
      try {
        return visit.change(delta).orElseThrow();
      } catch (WriteConflict e) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean isTaken(Visit visit, String name, String text) {
    try {
      return visit.put(name, text).isPresent();
    } catch (SessionTooLarge e) {
      return false;
    }
  }

  private static boolean putsPairs(Visit visit) {
    for (int round = 0; round < Rounds.of(10_000); round++) {
      Change put = new Put(EncodedValue.text("" + round));
      untilTaken(visit, SessionDelta.of(Map.of("one", put, "other", put)));
    }
    return true;
  }

  private static boolean seesPairs(Visit visit) {
    boolean whole = true;
    for (int round = 0; round < Rounds.of(10_000); round++) {
      Map<String, EncodedValue> seen = visit.record().attributes();
      whole &= Optional.ofNullable(seen.get("one")).equals(Optional.ofNullable(seen.get("other")));
    }
    return whole;
  }
}
