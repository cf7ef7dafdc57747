package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.WriteConflict;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
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

/** Concurrent changes: an acknowledged one is not lost, and a reader never sees a partial one. */
interface ConcurrentChangeContract extends ContractTests {

  /** The number of threads that the guarantee names. */
  int THREADS = 16;

  @Test
  default void changesOfDifferentAttributesAtOnceAllSurvive() {
    TestClient client = logIn("ada");
    int rounds = Math.max(1, Rounds.of(10_000) / THREADS);
    Concurrently.many(THREADS, number -> putsUpTo(rounds, client, "a" + number));

    Map<String, EncodedValue> all = new HashMap<>();
    IntStream.range(0, THREADS)
        .forEach(number -> all.put("a" + number, EncodedValue.text("" + rounds)));
    assertThat(client.record().attributes()).isEqualTo(all);
    assertThat(client.record().version()).isEqualTo((long) rounds * THREADS);
  }

  @Test
  default void noEditOfOneCounterIsLost() {
    TestClient client = logIn("ada");
    int rounds = Math.max(1, Rounds.of(10_000) / THREADS);
    Concurrently.many(THREADS, number -> countsUp(rounds, client));

    assertThat(client.record().attributes())
        .containsEntry("count", EncodedValue.json("" + rounds * THREADS));
  }

  @Test
  default void aChangeOfManyAttributesIsNeverSeenHalfDone() {
    TestClient client = logIn("ada");
    List<Boolean> whole =
        Concurrently.many(4, number -> number == 0 ? putsPairs(client) : seesPairs(client));

    assertThat(whole).containsOnly(true);
  }

  @Test
  default void ofTwoChangesThatFitOnlyAloneOneIsRefused() {
    String half = "x".repeat(subject().limits().sessionBytes() / 2);
    for (int round = 0; round < Rounds.of(1_000); round++) {
      TestClient client = logIn("ada");
      List<Boolean> taken =
          Concurrently.both(() -> isTaken(client, "a", half), () -> isTaken(client, "b", half));

      assertThat(taken).containsExactlyInAnyOrder(true, false);
      assertThat(client.record().attributes()).hasSize(1);
    }
  }

  @Test
  default void aChangeMadeWhileAnEditThinksIsNotLost() {
    TestClient client = Sample.of("ada").with("count", "1").in(store());
    duringAnEdit(
        client, "count", () -> store().change(client.id(), TestClient.putting("cart", "full")));

    assertThat(client.text("cart")).contains("full");
    assertThat(client.text("count")).contains("1!");
    assertThat(client.record().version()).isEqualTo(2);
  }

  @Test
  default void anEditIsAskedAgainWhenItsValueChangedMeanwhile() {
    TestClient client = Sample.of("ada").with("count", "1").in(store());
    duringAnEdit(
        client, "count", () -> store().change(client.id(), TestClient.putting("count", "2")));

    assertThat(client.text("count").orElseThrow())
        .as("the change before the edit, or after it")
        .isIn("2!", "2");
  }

  @Test
  default void aRotationMadeWhileAnEditThinksIsNotLost() {
    TestClient client = Sample.of("ada").with("count", "1").in(store());
    TestClient next = client.showing(Sample.newSecret());
    duringAnEdit(
        client, "count", () -> store().rotate(client.id(), client.secret(), next.secret()));

    assertThat(client.text("count")).contains("1!");
    assertThat(next.access()).isInstanceOf(Live.class);
  }

  @Test
  default void aChangeGoesOnUnderTheNewIdOrIsRefused() {
    for (int round = 0; round < Rounds.of(2_000); round++) {
      TestClient old = logIn("ada");
      Login login = old.newLogin("ada");
      List<Boolean> done =
          Concurrently.both(
              () -> old.put("cart", "full").isPresent(),
              () -> old.login(login) instanceof Admission.Admitted);

      assertThat(done.get(1)).isTrue();
      assertThat(old.after(login).text("cart").isPresent()).isEqualTo(done.get(0));
    }
  }

  /** Edits an attribute, and starts another call, without waiting, when the edit first runs. */
  private static void duringAnEdit(
      TestClient client, String name, Supplier<CompletionStage<?>> meanwhile) {
    AtomicBoolean first = new AtomicBoolean(true);
    List<CompletionStage<?>> asked = new ArrayList<>();
    UnaryOperator<Optional<EncodedValue>> edit =
        old -> {
          if (first.getAndSet(false)) {
            asked.add(meanwhile.get());
          }
          return old.map(value -> EncodedValue.text(value.text() + "!"));
        };
    Await.of(client.editing(name, edit));
    asked.forEach(Await::of);
  }

  private static int putsUpTo(int rounds, TestClient client, String name) {
    for (int round = 1; round <= rounds; round++) {
      untilTaken(client, TestClient.putting(name, "" + round));
    }
    return rounds;
  }

  private static int countsUp(int rounds, TestClient client) {
    Change more = new SessionDelta.Edit(old -> Optional.of(oneMore(old)));
    for (int round = 0; round < rounds; round++) {
      untilTaken(client, SessionDelta.of(Map.of("count", more)));
    }
    return rounds;
  }

  private static EncodedValue oneMore(Optional<EncodedValue> old) {
    return EncodedValue.json("" + (old.map(v -> Integer.parseInt(v.text())).orElse(0) + 1));
  }

  /** Retries on a conflict, which says that nothing was written. */
  private static SessionRecord untilTaken(TestClient client, SessionDelta delta) {
    while (true) {
      try {
        return client.change(delta).orElseThrow();
      } catch (WriteConflict e) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean isTaken(TestClient client, String name, String text) {
    try {
      return client.put(name, text).isPresent();
    } catch (SessionTooLarge e) {
      return false;
    }
  }

  private static boolean putsPairs(TestClient client) {
    for (int round = 0; round < Rounds.of(10_000); round++) {
      Change put = new Put(EncodedValue.text("" + round));
      untilTaken(client, SessionDelta.of(Map.of("one", put, "other", put)));
    }
    return true;
  }

  private static boolean seesPairs(TestClient client) {
    boolean whole = true;
    for (int round = 0; round < Rounds.of(10_000); round++) {
      Map<String, EncodedValue> seen = client.record().attributes();
      whole &= Optional.ofNullable(seen.get("one")).equals(Optional.ofNullable(seen.get("other")));
    }
    return whole;
  }
}
