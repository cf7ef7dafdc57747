package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.MemberChange.Append;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.internal.JsonText;
import dev.sojourn.spi.SessionDelta.Edit;
import dev.sojourn.spi.SessionDelta.Nested;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A session's view records changes of members, and includes them in what it returns. */
final class NestedChangesTest {

  private final Session session =
      new Session(
          Records.with(
              Map.of(
                  "name", EncodedValue.text("Ada"),
                  "visits", EncodedValue.json("3"),
                  "broken", EncodedValue.json("[1,"),
                  "cart", EncodedValue.json("[1,2]"))),
          new TinyCodec());

  @Test
  void whatAMemberBecomesIsRememberedAsAValue() {
    session.at("cart[0]").set(5).at("cart").append(6).at("visits").increment(2);

    assertThat(session.changes().attributes())
        .isEqualTo(
            Map.of(
                "cart",
                    new Nested(
                        List.of(
                            new SetTo(MemberPath.parse("cart[0]"), EncodedValue.json("5")),
                            new Append(MemberPath.parse("cart"), EncodedValue.json("6")))),
                "visits", new Nested(List.of(new Increment(MemberPath.of("visits"), 2)))));
    assertThat(session.get("cart", (Type) List.class)).contains(List.of(5, 2, 6));
    assertThat(session.get("visits", Integer.class)).contains(5);
    assertThat(session.changes().hasEdits()).isTrue();
    assertThat(session.changes().mayGrow()).isTrue();
  }

  @Test
  void theAttributeItselfIsSetAndRemovedAsEver() {
    session.at("name").set("Eve").at(MemberPath.of("cart")).remove();
    assertThat(session.changes().attributes())
        .isEqualTo(Map.of("name", new Put(EncodedValue.text("Eve")), "cart", new Remove()));
  }

  @Test
  void changesOfOneAttributeFollowUponEachOther() {
    session.set("cart", List.of(1)).at("cart").append(2);
    assertThat(session.get("cart", (Type) List.class)).contains(List.of(1, 2));
    session.edit("visits", Integer.class, old -> old.map(n -> 2 * n)).at("visits").increment(1);
    assertThat(session.get("visits", Integer.class)).contains(7);
    session.at("visits").increment(1).edit("visits", Integer.class, old -> old.map(n -> n * 10));
    assertThat(session.get("visits", Integer.class)).contains(80);
    assertThat(session.changes().attributes())
        .allSatisfy((n, c) -> assertThat(c).isInstanceOf(Edit.class));
    session.at("cart[0]").remove().set("cart", List.of());
    assertThat(session.get("cart", (Type) List.class)).contains(List.of());
  }

  @Test
  void aRemovalDoesNotGrow() {
    session.at("cart[0]").remove();
    assertThat(session.changes().mayGrow()).isFalse();
    assertThat(session.get("cart", (Type) List.class)).contains(List.of(2));
  }

  @Test
  void whatDoesNotFitSaysWhereAndWhat() {
    session.at("name.first").set("Ada");
    assertThatExceptionOfType(MemberMismatch.class)
        .isThrownBy(() -> session.get("name"))
        .withMessage("the session has no place at name.first; nothing was written");
  }

  @Test
  void aValueThatIsNoJsonIsUnreadable() {
    session.at("broken[0]").set(1);
    assertThatExceptionOfType(UnreadableSession.class).isThrownBy(() -> session.get("broken"));
  }

  @Test
  void whatIsNoPathOrNoPatchIsRefusedAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> session.at("cart["));
    assertThatIllegalArgumentException().isThrownBy(() -> session.at("cart").merge(List.of()));
    assertThat(session.changes().isEmpty()).isTrue();
  }

  @Test
  void aTextKeepsItsFormInsideAndOutside() {
    String hard = "=\"\\\b\f\n\r\t\u0001\u007f\u2028😀/";
    EncodedValue text = EncodedValue.text(hard);
    assertThat(text.asJson()).isEqualTo("\"=\\\"\\\\\\b\\f\\n\\r\\t\\u0001\u007f\u2028😀/\"");
    assertThat(JsonText.of(text).encoded()).isEqualTo(text);
    assertThat(JsonText.of(EncodedValue.json("[ \"\\u0041\\/\" , 1.10 ]")).text())
        .isEqualTo("[\"\\u0041\\/\",1.10]");
    assertThat(Optional.of(JsonText.of(EncodedValue.json("{\"a\":[{}]}")).depth())).contains(3);
  }
}
