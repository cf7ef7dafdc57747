package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Change;
import dev.sojourn.SessionDelta.Edit;
import dev.sojourn.SessionDelta.Put;
import dev.sojourn.SessionDelta.Remove;
import dev.sojourn.SessionRecord;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.spi.SessionDraft;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A change does what it names, leaves the rest, and makes no session. */
interface ChangeContract extends StoreContract {

  @Test
  default void whatIsPutIsThere() {
    Visit visit = Sample.of("ada").with("role", "user").in(store());
    SessionRecord before = visit.record();
    Optional<SessionRecord> now = visit.put("role", "admin");

    assertThat(now.map(SessionRecord::attributes))
        .contains(Map.of("role", EncodedValue.text("admin")));
    assertThat(now.map(SessionRecord::version)).contains(before.version() + 1);
    assertThat(visit.read()).isEqualTo(now);
  }

  @Test
  default void whatAChangeDoesNotNameStaysAsItIs() {
    Visit visit =
        Sample.of("ada")
            .on(Device.labelled("Phone"))
            .with("role", "user")
            .with("cart", "full")
            .in(store());
    SessionRecord before = visit.record();
    SessionRecord now = visit.put("theme", "dark").orElseThrow();

    assertThat(now.attributes()).containsAllEntriesOf(before.attributes()).hasSize(3);
    assertThat(now)
        .usingRecursiveComparison()
        .ignoringFields("attributes", "version")
        .isEqualTo(before);
  }

  @Test
  default void whatIsRemovedIsGone() {
    Visit visit = Sample.of("ada").with("role", "user").with("cart", "full").in(store());
    Optional<SessionRecord> now = visit.change(SessionDelta.of(Map.of("cart", new Remove())));

    assertThat(now.map(SessionRecord::attributes))
        .contains(Map.of("role", EncodedValue.text("user")));
    assertThat(visit.read()).isEqualTo(now);
  }

  @Test
  default void whatWasNotThereCanBeRemoved() {
    Visit visit = Sample.of("ada").with("role", "user").in(store());
    visit.changed(SessionDelta.of(Map.of("cart", new Remove())));

    assertThat(visit.record().attributes()).containsOnlyKeys("role");
  }

  @Test
  default void theLastAttributeCanBeRemoved() {
    Visit visit = Sample.of("ada").with("role", "user").in(store());
    visit.changed(SessionDelta.of(Map.of("role", new Remove())));

    assertThat(visit.record().attributes()).isEmpty();
    assertThat(visit.put("role", "admin")).isPresent();
  }

  @Test
  default void anEditMakesTheNewValueOutOfTheOldOne() {
    Visit visit = Sample.of("ada").with("name", "Ada").in(store());
    Optional<SessionRecord> now =
        Answers.of(visit.editing("name", old -> old.map(v -> text(v.text() + "!"))));

    assertThat(now.map(SessionRecord::attributes)).contains(Map.of("name", text("Ada!")));
    assertThat(now.map(SessionRecord::version)).contains(1L);
    assertThat(visit.read()).isEqualTo(now);
  }

  @Test
  default void anEditSeesThatThereIsNoValueYet() {
    Visit visit = logIn("ada");
    Answers.of(visit.editing("name", old -> Optional.of(text("" + old.isPresent()))));

    assertThat(visit.text("name")).contains("false");
  }

  @Test
  default void anEditThatAnswersNothingRemoves() {
    Visit visit = Sample.of("ada").with("role", "user").in(store());
    Answers.of(visit.editing("role", old -> Optional.empty()));

    assertThat(visit.record().attributes()).isEmpty();
  }

  @Test
  default void anEditMayTurnTextIntoJsonAndBack() {
    Visit visit = Sample.of("ada").with("count", "1").in(store());
    Answers.of(visit.editing("count", old -> Optional.of(EncodedValue.json("1"))));
    assertThat(visit.record().attributes()).containsEntry("count", EncodedValue.json("1"));
    Answers.of(visit.editing("count", old -> Optional.of(text("1"))));
    assertThat(visit.record().attributes()).containsEntry("count", text("1"));
  }

  @Test
  default void anEditThatThrowsFailsTheChangeAndWritesNothing() {
    Visit visit = Sample.of("ada").with("role", "user").in(store());
    SessionRecord before = visit.record();
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put("cart", new Put(text("full")));
    changes.put("role", new Edit(old -> refuse()));

    assertThat(Answers.failure(store().change(visit.id(), SessionDelta.of(changes))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("refused by the edit");
    assertThat(visit.record()).isEqualTo(before);
  }

  @Test
  default void manyChangesAreOneStep() {
    Visit visit = Sample.of("ada").with("a", "1").with("b", "2").with("c", "3").in(store());
    Map<String, Change> changes =
        Map.of(
            "a", new Put(text("one")),
            "b", new Remove(),
            "c", new Edit(old -> old.map(v -> text(v.text() + "!"))),
            "d", new Put(EncodedValue.json("4")));
    SessionDelta delta = new SessionDelta(changes, Optional.of("Phone"), Optional.empty());
    SessionRecord now = visit.change(delta).orElseThrow();

    assertThat(now.attributes())
        .isEqualTo(Map.of("a", text("one"), "c", text("3!"), "d", EncodedValue.json("4")));
    assertThat(now.device().label()).contains("Phone");
    assertThat(now.version()).isEqualTo(1);
    assertThat(visit.record()).isEqualTo(now);
  }

  @Test
  default void anotherLabelLeavesTheAddress() {
    Device device = new Device(Optional.of("Phone"), Optional.of("203.0.113.0/24"));
    Visit visit = Sample.of("ada").on(device).in(store());
    Optional<SessionRecord> now =
        visit.change(new SessionDelta(Map.of(), Optional.of("Ада 📱"), Optional.empty()));

    assertThat(now.map(SessionRecord::device)).contains(device.withLabel("Ада 📱"));
    assertThat(visit.read()).isEqualTo(now);
  }

  @Test
  default void aChangeOfNoSessionMakesNone() {
    SessionDraft never = Sample.of("ada").draft(store());
    Visit visit = Visit.of(store(), never);

    assertThat(visit.put("role", "admin")).isEmpty();
    assertThat(Answers.of(visit.editing("role", old -> Optional.of(text("x"))))).isEmpty();
    assertThat(visit.read()).isEmpty();
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void aSessionReadBeforeIsChangedAlike() {
    Visit visit = Sample.of("ada").with("name", "Ada").in(store());
    SessionRecord seen = visit.record();
    Optional<SessionRecord> put = visit.change(seen, Visit.putting("role", "admin"));
    assertThat(visit.read()).isEqualTo(put);
    assertThat(put.map(SessionRecord::version)).contains(1L);

    Optional<SessionRecord> edited = visit.change(put.orElseThrow(), exclaiming("name"));
    assertThat(visit.read()).isEqualTo(edited);
    assertThat(visit.record().attributes())
        .isEqualTo(Map.of("name", text("Ada!"), "role", text("admin")));
  }

  @Test
  default void aSessionReadLongAgoIsChangedAsItIsNow() {
    Visit visit = Sample.of("ada").with("name", "Ada").with("cart", "1").in(store());
    SessionRecord seen = visit.record();
    visit.changed(Visit.putting("name", "Eve"));
    visit.changed(Visit.putting("theme", "dark"));
    visit.changed(SessionDelta.of(Map.of("cart", new Remove())));
    visit.rotated();

    assertThat(visit.change(seen, exclaiming("name"))).isPresent();
    assertThat(visit.change(seen, exclaiming("cart"))).isPresent();
    assertThat(visit.change(seen, exclaiming("theme"))).isPresent();
    assertThat(visit.change(seen, Visit.putting("role", "admin"))).isPresent();
    assertThat(visit.record().attributes())
        .isEqualTo(Map.of("name", text("Eve!"), "theme", text("dark!"), "role", text("admin")));
    assertThat(visit.record().secrets().pending()).hasSize(1);
    assertThat(visit.record().version()).isEqualTo(7);
  }

  @Test
  default void aChangeUpToTheLastByteIsTaken() {
    Visit visit = Sample.of("ada").with("a", "1").in(store());
    String rest = "x".repeat(subject().limits().sessionBytes() - 3);

    assertThat(visit.put("b", rest)).isPresent();
    assertThat(visit.text("b")).contains(rest);
  }

  @Test
  default void aChangeOfOneByteTooMuchLeavesTheSessionAsItWas() {
    Visit visit = Sample.of("ada").with("a", "1").in(store());
    String tooMuch = "x".repeat(subject().limits().sessionBytes() - 2);

    assertTooLarge(visit, SessionDelta.of(Map.of("b", new Put(text(tooMuch)))));
    assertTooLarge(
        visit, SessionDelta.of(Map.of("b", new Edit(old -> Optional.of(text(tooMuch))))));
  }

  @Test
  default void aChangeOfOneAttributeTooManyLeavesTheSessionAsItWas() {
    Visit visit = logIn("ada");
    visit.changed(SessionDelta.of(numbered(subject().limits().attributes() - 1)));
    visit.changed(Visit.editingDelta("last", none -> Optional.of(text("1"))));

    assertTooLarge(visit, Visit.putting("another", "1"));
    assertThat(visit.put("a0", "changed")).isPresent();
    assertThat(
            visit.change(
                SessionDelta.of(Map.of("a1", new Remove(), "another", new Put(text("1"))))))
        .isPresent();
  }

  private static SessionDelta exclaiming(String name) {
    return Visit.editingDelta(name, old -> old.map(value -> text(value.text() + "!")));
  }

  private static void assertTooLarge(Visit visit, SessionDelta delta) {
    SessionRecord before = visit.record();
    assertThat(Answers.failure(visit.store().change(visit.id(), delta)))
        .isInstanceOf(SessionTooLarge.class);
    assertThat(visit.record()).isEqualTo(before);
  }

  private static Map<String, Change> numbered(int count) {
    Map<String, Change> changes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      changes.put("a" + i, new Put(text("" + i)));
    }
    return changes;
  }

  private static Optional<EncodedValue> refuse() {
    throw new IllegalStateException("refused by the edit");
  }

  private static EncodedValue text(String text) {
    return EncodedValue.text(text);
  }
}
