package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Edit;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A change affects what it names only, and never creates a session. */
interface ChangeContract extends ContractTests {

  @Test
  default void whatIsPutIsThere() {
    TestClient client = Sample.of("ada").with("role", "user").in(store());
    SessionRecord before = client.record();
    Optional<SessionRecord> now = client.put("role", "admin");

    assertThat(now.map(SessionRecord::attributes))
        .contains(Map.of("role", EncodedValue.text("admin")));
    assertThat(now.map(SessionRecord::version)).contains(before.version() + 1);
    assertThat(client.read()).isEqualTo(now);
  }

  @Test
  default void whatAChangeDoesNotNameStaysAsItIs() {
    TestClient client =
        Sample.of("ada")
            .on(Device.labelled("Phone"))
            .with("role", "user")
            .with("cart", "full")
            .in(store());
    SessionRecord before = client.record();
    SessionRecord now = client.put("theme", "dark").orElseThrow();

    assertThat(now.attributes()).containsAllEntriesOf(before.attributes()).hasSize(3);
    assertThat(now)
        .usingRecursiveComparison()
        .ignoringFields("attributes", "version")
        .isEqualTo(before);
  }

  @Test
  default void whatIsRemovedIsGone() {
    TestClient client = Sample.of("ada").with("role", "user").with("cart", "full").in(store());
    Optional<SessionRecord> now = client.change(SessionDelta.of(Map.of("cart", new Remove())));

    assertThat(now.map(SessionRecord::attributes))
        .contains(Map.of("role", EncodedValue.text("user")));
    assertThat(client.read()).isEqualTo(now);
  }

  @Test
  default void whatWasNotThereCanBeRemoved() {
    TestClient client = Sample.of("ada").with("role", "user").in(store());
    client.changed(SessionDelta.of(Map.of("cart", new Remove())));

    assertThat(client.record().attributes()).containsOnlyKeys("role");
  }

  @Test
  default void theLastAttributeCanBeRemoved() {
    TestClient client = Sample.of("ada").with("role", "user").in(store());
    client.changed(SessionDelta.of(Map.of("role", new Remove())));

    assertThat(client.record().attributes()).isEmpty();
    assertThat(client.put("role", "admin")).isPresent();
  }

  @Test
  default void anEditMakesTheNewValueOutOfTheOldOne() {
    TestClient client = Sample.of("ada").with("name", "Ada").in(store());
    Optional<SessionRecord> now =
        Await.of(client.editing("name", old -> old.map(v -> text(v.text() + "!"))));

    assertThat(now.map(SessionRecord::attributes)).contains(Map.of("name", text("Ada!")));
    assertThat(now.map(SessionRecord::version)).contains(1L);
    assertThat(client.read()).isEqualTo(now);
  }

  @Test
  default void anEditSeesThatThereIsNoValueYet() {
    TestClient client = logIn("ada");
    Await.of(client.editing("name", old -> Optional.of(text("" + old.isPresent()))));

    assertThat(client.text("name")).contains("false");
  }

  @Test
  default void anEditThatAnswersNothingRemoves() {
    TestClient client = Sample.of("ada").with("role", "user").in(store());
    Await.of(client.editing("role", old -> Optional.empty()));

    assertThat(client.record().attributes()).isEmpty();
  }

  @Test
  default void anEditMayTurnTextIntoJsonAndBack() {
    TestClient client = Sample.of("ada").with("count", "1").in(store());
    Await.of(client.editing("count", old -> Optional.of(EncodedValue.json("1"))));
    assertThat(client.record().attributes()).containsEntry("count", EncodedValue.json("1"));
    Await.of(client.editing("count", old -> Optional.of(text("1"))));
    assertThat(client.record().attributes()).containsEntry("count", text("1"));
  }

  @Test
  default void anEditThatThrowsFailsTheChangeAndWritesNothing() {
    TestClient client = Sample.of("ada").with("role", "user").in(store());
    SessionRecord before = client.record();
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put("cart", new Put(text("full")));
    changes.put("role", new Edit(old -> refuse()));

    assertThat(Await.failure(store().change(client.id(), SessionDelta.of(changes))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("refused by the edit");
    assertThat(client.record()).isEqualTo(before);
  }

  @Test
  default void manyChangesAreOneStep() {
    TestClient client = Sample.of("ada").with("a", "1").with("b", "2").with("c", "3").in(store());
    Map<String, Change> changes =
        Map.of(
            "a", new Put(text("one")),
            "b", new Remove(),
            "c", new Edit(old -> old.map(v -> text(v.text() + "!"))),
            "d", new Put(EncodedValue.json("4")));
    SessionDelta delta = new SessionDelta(changes, Optional.of("Phone"), Optional.empty());
    SessionRecord now = client.change(delta).orElseThrow();

    assertThat(now.attributes())
        .isEqualTo(Map.of("a", text("one"), "c", text("3!"), "d", EncodedValue.json("4")));
    assertThat(now.device().label()).contains("Phone");
    assertThat(now.version()).isEqualTo(1);
    assertThat(client.record()).isEqualTo(now);
  }

  @Test
  default void anotherLabelLeavesTheAddress() {
    Device device = new Device(Optional.of("Phone"), Optional.of("203.0.113.0/24"));
    TestClient client = Sample.of("ada").on(device).in(store());
    Optional<SessionRecord> now =
        client.change(new SessionDelta(Map.of(), Optional.of("Ада 📱"), Optional.empty()));

    assertThat(now.map(SessionRecord::device)).contains(device.withLabel("Ада 📱"));
    assertThat(client.read()).isEqualTo(now);
  }

  @Test
  default void aChangeOfNoSessionMakesNone() {
    SessionDraft never = Sample.of("ada").draft(store());
    TestClient client = TestClient.of(store(), never);

    assertThat(client.put("role", "admin")).isEmpty();
    assertThat(Await.of(client.editing("role", old -> Optional.of(text("x"))))).isEmpty();
    assertThat(client.read()).isEmpty();
    assertThat(ids("ada")).isEmpty();
  }

  @Test
  default void aSessionReadBeforeIsChangedAlike() {
    TestClient client = Sample.of("ada").with("name", "Ada").in(store());
    SessionRecord seen = client.record();
    Optional<SessionRecord> put = client.change(seen, TestClient.putting("role", "admin"));
    assertThat(client.read()).isEqualTo(put);
    assertThat(put.map(SessionRecord::version)).contains(1L);

    Optional<SessionRecord> edited = client.change(put.orElseThrow(), exclaiming("name"));
    assertThat(client.read()).isEqualTo(edited);
    assertThat(client.record().attributes())
        .isEqualTo(Map.of("name", text("Ada!"), "role", text("admin")));
  }

  @Test
  default void aSessionReadLongAgoIsChangedAsItIsNow() {
    TestClient client = Sample.of("ada").with("name", "Ada").with("cart", "1").in(store());
    SessionRecord seen = client.record();
    client.changed(TestClient.putting("name", "Eve"));
    client.changed(TestClient.putting("theme", "dark"));
    client.changed(SessionDelta.of(Map.of("cart", new Remove())));
    client.rotated();

    assertThat(client.change(seen, exclaiming("name"))).isPresent();
    assertThat(client.change(seen, exclaiming("cart"))).isPresent();
    assertThat(client.change(seen, exclaiming("theme"))).isPresent();
    assertThat(client.change(seen, TestClient.putting("role", "admin"))).isPresent();
    assertThat(client.record().attributes())
        .isEqualTo(Map.of("name", text("Eve!"), "theme", text("dark!"), "role", text("admin")));
    assertThat(client.record().secrets().pending()).hasSize(1);
    assertThat(client.record().version()).isEqualTo(7);
  }

  @Test
  default void aChangeUpToTheLastByteIsTaken() {
    TestClient client = Sample.of("ada").with("a", "1").in(store());
    String rest = "x".repeat(subject().limits().sessionBytes() - 3);

    assertThat(client.put("b", rest)).isPresent();
    assertThat(client.text("b")).contains(rest);
  }

  @Test
  default void aChangeOfOneByteTooMuchLeavesTheSessionAsItWas() {
    TestClient client = Sample.of("ada").with("a", "1").in(store());
    String tooMuch = "x".repeat(subject().limits().sessionBytes() - 2);

    assertTooLarge(client, SessionDelta.of(Map.of("b", new Put(text(tooMuch)))));
    assertTooLarge(
        client, SessionDelta.of(Map.of("b", new Edit(old -> Optional.of(text(tooMuch))))));
  }

  @Test
  default void aChangeOfOneAttributeTooManyLeavesTheSessionAsItWas() {
    TestClient client = logIn("ada");
    client.changed(SessionDelta.of(numbered(subject().limits().attributes() - 1)));
    client.changed(TestClient.editingDelta("last", none -> Optional.of(text("1"))));

    assertTooLarge(client, TestClient.putting("another", "1"));
    assertThat(client.put("a0", "changed")).isPresent();
    assertThat(
            client.change(
                SessionDelta.of(Map.of("a1", new Remove(), "another", new Put(text("1"))))))
        .isPresent();
  }

  private static SessionDelta exclaiming(String name) {
    return TestClient.editingDelta(name, old -> old.map(value -> text(value.text() + "!")));
  }

  private static void assertTooLarge(TestClient client, SessionDelta delta) {
    SessionRecord before = client.record();
    assertThat(Await.failure(client.store().change(client.id(), delta)))
        .isInstanceOf(SessionTooLarge.class);
    assertThat(client.record()).isEqualTo(before);
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
