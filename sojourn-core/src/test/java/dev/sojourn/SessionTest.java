package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.Session.TypeReference;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Edit;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import dev.sojourn.spi.SessionRecord;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One request's view: what it returns, what it records, and that it shares nothing. */
final class SessionTest {

  private final SessionRecord record =
      Records.with(
          Map.of(
              "name", EncodedValue.text("Ada"),
              "visits", EncodedValue.json("3"),
              "cart", EncodedValue.json("[1,2]")));
  private final Session session = new Session(record, new TinyCodec());

  @Test
  void aViewShowsWhatIsStored() {
    assertThat(session.id()).isEqualTo(record.id());
    assertThat(session.user()).contains("ada");
    assertThat(session.createdAt()).isEqualTo(record.createdAt());
    assertThat(session.lastAccessAt()).isEqualTo(record.lastAccessAt());
    assertThat(session.expiresAt()).isEqualTo(record.expiresAt());
    assertThat(session.absoluteExpiresAt()).isEqualTo(record.absoluteExpiresAt());
    assertThat(session.timeouts()).isEqualTo(record.timeouts());
    assertThat(session.device()).isEqualTo(record.device());
    assertThat(session.stored()).isSameAs(record);
    assertThat(session.names()).containsExactlyInAnyOrder("name", "visits", "cart");
    assertThat(session.get("name")).contains("Ada");
    assertThat(session.get("visits", Integer.class)).contains(3);
    assertThat(session.get("cart", (Type) List.class)).contains(List.of(1, 2));
    assertThat(session.get("nothing")).isEmpty();
    assertThat(session.get("nothing", (Type) List.class)).isEmpty();
  }

  @Test
  void aPrimitiveTypeIsReadAsItsClass() {
    assertThat(session.get("visits", int.class)).contains(3);
    session.edit("visits", int.class, old -> old.map(n -> n + 1));
    assertThat(session.get("visits", Integer.class)).contains(4);
  }

  @Test
  void aGenericTypeIsReadAsItself() {
    Optional<List<Integer>> cart = session.get("cart", new TypeReference<List<Integer>>() {});
    assertThat(cart).contains(List.of(1, 2));
    session.edit(
        "cart",
        new TypeReference<List<Integer>>() {},
        old -> Optional.of(List.of(old.get().size())));
    assertThat(session.get("cart", List.class)).contains(List.of(2));
    assertThatExceptionOfType(UnreadableSession.class)
        .isThrownBy(() -> session.get("cart", new TypeReference<List<String>>() {}))
        .withMessageContainingAll("'cart'", "java.util.List<java.lang.String>");
  }

  @Test
  @SuppressWarnings("rawtypes")
  void aReferenceWithoutATypeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TypeReference() {})
        .withMessageStartingWith("name the type");
  }

  @Test
  void nullRemovesAnAttribute() {
    session.set("name", null).set("theme", null);
    assertThat(session.changes().attributes())
        .isEqualTo(Map.of("name", new Remove(), "theme", new Remove()));
    session.at("cart").set(null);
    assertThat(session.names()).containsExactly("visits");
  }

  @Test
  void aMemberMayBeNull() {
    session.at("cart[0]").set(null).at("cart").append(null);
    assertThat(session.changes().applyTo(record.attributes()).get("cart"))
        .isEqualTo(EncodedValue.json("[null,2,null]"));
  }

  @Test
  void aStoredNullIsReadAsNone() {
    Session withNull =
        new Session(Records.with(Map.of("x", EncodedValue.json("null"))), new TinyCodec());
    assertThat(withNull.get("x", Integer.class)).isEmpty();
    assertThat(withNull.get("x", (Type) List.class)).isEmpty();
    withNull.edit("x", Integer.class, old -> Optional.of(old.orElse(0) + 1));
    assertThat(withNull.get("x", Integer.class)).contains(1);
  }

  @Test
  void aRefusedValueNamesItsAttributeAndTheReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.set("cart", 1.5))
        .withMessage(
            "attribute 'cart' cannot be stored: this codec does not know java.lang.Double");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.at("cart[0]").set(1.5))
        .withMessageStartingWith("attribute 'cart[0]' cannot be stored");
  }

  @Test
  void anEmptyLabelChangesNothing() {
    session.label(null).label("");
    assertThat(session.changes().isEmpty()).isTrue();
  }

  @Test
  void aFreshViewHasChangedNothing() {
    session.get("name");
    session.names();
    assertThat(session.changes()).isEqualTo(SessionDelta.NONE);
    assertThat(session.changes().isEmpty()).isTrue();
  }

  @Test
  void aRequestSeesItsOwnChanges() {
    session.set("name", "Eve").set("theme", "dark").remove("cart");
    session.edit("visits", Integer.class, old -> old.map(n -> n + 1));

    assertThat(session.get("name")).contains("Eve");
    assertThat(session.get("theme")).contains("dark");
    assertThat(session.get("cart", List.class)).isEmpty();
    assertThat(session.get("visits", Integer.class)).contains(4);
    assertThat(session.names()).containsExactlyInAnyOrder("name", "visits", "theme");
  }

  @Test
  void onlyWhatChangedIsSent() {
    session.set("name", "Eve").remove("cart").label("Tablet");
    assertThat(session.changes())
        .isEqualTo(
            new SessionDelta(
                Map.of("name", new Put(EncodedValue.text("Eve")), "cart", new Remove()),
                Optional.of("Tablet"),
                Optional.empty()));
  }

  @Test
  void theLastChangeOfAnAttributeWins() {
    session.set("name", "Eve").remove("name");
    assertThat(session.changes().attributes()).isEqualTo(Map.of("name", new Remove()));
    session.set("name", "Ida");
    assertThat(session.get("name")).contains("Ida");
  }

  @Test
  void anEditFollowsUponTheRequestsEarlierChanges() {
    session.set("visits", 10);
    session.edit("visits", Integer.class, old -> old.map(n -> n + 1));
    session.edit("visits", Integer.class, old -> old.map(n -> n * 2));
    session.remove("name").edit("name", String.class, old -> Optional.of("was " + old));

    assertThat(session.get("visits", Integer.class)).contains(22);
    assertThat(session.get("name")).contains("was Optional.empty");
  }

  @Test
  void anEditIsMadeAnewFromWhateverIsStored() {
    session.edit("visits", Integer.class, old -> Optional.of(old.orElse(0) + 1));
    Edit edit = (Edit) session.changes().attributes().get("visits");

    assertThat(edit.edit().apply(Optional.of(EncodedValue.json("41"))))
        .contains(EncodedValue.json("42"));
    assertThat(edit.edit().apply(Optional.empty())).contains(EncodedValue.json("1"));
  }

  @Test
  void otherTimeoutsAreSentAndNotShownYet() {
    Timeouts other = new Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(2));
    session.timeouts(other);
    assertThat(session.changes().timeouts()).contains(other);
    assertThat(session.timeouts()).isEqualTo(record.timeouts());
  }

  @Test
  @SuppressWarnings("unchecked")
  void twoReadersNeverShareAMutableObject() {
    Session other = new Session(record, new TinyCodec());
    List<Integer> mine = session.get("cart", List.class).orElseThrow();
    mine.add(3);

    assertThat(other.get("cart", List.class)).contains(List.of(1, 2));
    assertThat(session.get("cart", List.class)).contains(List.of(1, 2));
    assertThat(session.changes().isEmpty()).isTrue();
    session.set("cart", mine);
    mine.add(4);
    assertThat(session.get("cart", List.class)).contains(List.of(1, 2, 3));
    assertThat(other.get("cart", List.class)).contains(List.of(1, 2));
  }

  @Test
  void theChangesOfOneRequestAreNotAnothers() {
    Session other = new Session(record, new TinyCodec());
    session.set("name", "Eve");
    assertThat(other.get("name")).contains("Ada");
    assertThat(other.changes().isEmpty()).isTrue();
  }

  @Test
  void changesThatWereTakenStayAsTheyWere() {
    session.set("name", "Eve");
    SessionDelta taken = session.changes();
    session.set("name", "Ida").remove("cart");
    assertThat(taken.attributes()).isEqualTo(Map.of("name", new Put(EncodedValue.text("Eve"))));
  }

  @Test
  void whatCannotBeReadAsAskedForSaysWhichAttribute() {
    assertThatExceptionOfType(UnreadableSession.class)
        .isThrownBy(() -> session.get("name", Integer.class))
        .withMessage(
            "attribute 'name' of session "
                + record.id()
                + " cannot be read as java.lang.Integer: not readable as java.lang.Integer")
        .withCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEditOfWhatCannotBeReadSaysWhichAttribute() {
    session.edit("name", Integer.class, old -> old);
    assertThatExceptionOfType(UnreadableSession.class)
        .isThrownBy(() -> session.get("name"))
        .withMessageStartingWith("attribute 'name' cannot be read as java.lang.Integer: ")
        .withCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEditThatThrowsSpoilsNoOtherAttribute() {
    session.edit(
        "visits",
        Integer.class,
        old -> {
          throw new IllegalStateException("not now");
        });
    assertThat(session.get("name")).contains("Ada");
    assertThat(session.get("cart", List.class)).contains(List.of(1, 2));
  }

  @Test
  void whatCannotBeKeptIsRefusedAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> session.set("name", new Object()));
    assertThatIllegalArgumentException().isThrownBy(() -> session.set("a\nb", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> session.remove(""));
    assertThatIllegalArgumentException().isThrownBy(() -> session.label("\u0000"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.edit("", String.class, old -> old));
    assertThat(session.changes().isEmpty()).isTrue();
  }

  @Test
  void aViewShowsItsIdAlone() {
    assertThat(session).hasToString("Session[" + record.id() + "]");
    assertThat(record.toString()).doesNotContain("Ada").doesNotContain(Records.SECRET.text());
  }
}
