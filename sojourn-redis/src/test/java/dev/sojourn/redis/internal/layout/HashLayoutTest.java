package dev.sojourn.redis.internal.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionId;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.internal.codec.RawBytes;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Edit;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.DifficultTexts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hash layout: literal fields, and which texts need a prefix. */
final class HashLayoutTest {

  private final HashLayout layout = new HashLayout(Namings.READABLE, Compression.OFF);

  @Test
  void aHashIsReadAsItIsDocumented() {
    Map<String, String> fields = new HashMap<>(StoredExamples.head());
    fields.putAll(Map.of("role", "admin", "cart", "={\"items\":[1,2]}", "visits", "=3"));

    assertThat(read(fields))
        .isEqualTo(
            new StoredSession.Decoded(
                StoredExamples.full(
                    Map.of(
                        "role", EncodedValue.text("admin"),
                        "cart", EncodedValue.json("{\"items\":[1,2]}"),
                        "visits", EncodedValue.json("3"))),
                Naming.READABLE));
  }

  @ParameterizedTest
  @CsvSource({
    "admin, admin",
    "'', ''",
    "=, ==",
    "=1, ==1",
    "==x, ===x",
    "3, 3",
    "{}, {}",
    "@x, @x",
    "'\u0000', '=\u0000'",
    "'\u0001x', '=\u0001x'",
    "'\n', '=\n'",
    "'\u007f', '\u007f'"
  })
  void aTextIsStoredAsItIsUnlessItLooksMarked(String text, String stored) {
    assertThat(stored(Map.of("a", EncodedValue.text(text)))).containsExactly("a", stored);
    assertThat(value(stored)).isEqualTo(EncodedValue.text(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "-1.5", "true", "null", "[]", "{}", "{\"a\":[1]}"})
  void anyOtherValueIsMarked(String json) {
    assertThat(stored(Map.of("a", EncodedValue.json(json)))).containsExactly("a", "=" + json);
    assertThat(value("=" + json)).isEqualTo(EncodedValue.json(json));
  }

  @ParameterizedTest
  @CsvSource({
    "role, role",
    "user_id, @user_id",
    "secret, @secret",
    "browser, @browser",
    "@role, @@role",
    "@user_id, @@user_id",
    "=x, =x"
  })
  void anAttributeThatIsNamedLikeTheHeadIsMarked(String name, String field) {
    assertThat(stored(Map.of(name, EncodedValue.text("x")))).containsExactly(field, "x");
    Map<String, String> fields = new HashMap<>(StoredExamples.head());
    fields.put(field, "x");
    assertThat(read(fields))
        .isEqualTo(
            new StoredSession.Decoded(
                StoredExamples.full(Map.of(name, EncodedValue.text("x"))), Naming.READABLE));
  }

  @Test
  void everyMemberOfTheHeadIsMarkedAsAName() {
    RecordHeader.NAMES.forEach(
        name ->
            assertThat(stored(Map.of(name, EncodedValue.text("x"))))
                .containsExactly("@" + name, "x"));
  }

  @Test
  void whatIsHardToStoreComesBack() {
    DifficultTexts.TEXTS.forEach(text -> assertComesBack(EncodedValue.text(text)));
    DifficultTexts.JSON.forEach(json -> assertComesBack(EncodedValue.text(json)));
    DifficultTexts.JSON.forEach(json -> assertComesBack(EncodedValue.json(json)));
  }

  @Test
  void noHashIsNoSession() {
    assertThat(layout.decode(StoredExamples.ID, null)).isEqualTo(new StoredSession.Absent());
    assertThat(read(Map.of())).isEqualTo(new StoredSession.Absent());
  }

  @Test
  void aRecordOfAnotherSessionIsUnreadable() {
    Map<String, byte[]> fields = bytes(StoredExamples.head());
    assertThat(layout.decode(new SessionId("BBBBBBBBBBBBBBBBBBBBBA"), fields))
        .isEqualTo(new StoredSession.Misrouted());
  }

  @Test
  void aRecordOfANewerFormatIsUnreadable() {
    assertThat(read(changed("secret", "2:AAAA:x"))).isInstanceOf(StoredSession.Unreadable.class);
    assertThat(read(Map.of("role", "admin"))).isEqualTo(new StoredSession.Unreadable("no secret"));
  }

  static List<String> needed() {
    return List.of("version", "last_access", "created_at", "idle", "absolute");
  }

  @ParameterizedTest
  @MethodSource("needed")
  void aRecordWithAHeadThatIsDamagedIsUnreadable(String member) {
    assertThat(read(changed(member, "x"))).isInstanceOf(StoredSession.Unreadable.class);
    Map<String, String> without = new HashMap<>(StoredExamples.head());
    without.remove(member);
    assertThat(read(without)).isInstanceOf(StoredSession.Unreadable.class);
  }

  @Test
  void bytesThatAreNoTextAreUnreadable() {
    Map<String, byte[]> fields = bytes(StoredExamples.head());
    fields.put("role", new byte[] {(byte) 0xff});
    assertThat(layout.decode(StoredExamples.ID, fields))
        .isInstanceOf(StoredSession.Unreadable.class);
  }

  /** The arguments say what to put and remove, and what an edit was made from. */
  @Test
  void aDeltaIsTheseArguments() {
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put("user_id", new Put(EncodedValue.json("1")));
    changes.put("cart", new Remove());
    changes.put("role", new Edit(old -> Optional.of(EncodedValue.text("=x"))));
    changes.put("gone", new Edit(old -> old));
    SessionRecord seen = StoredExamples.full(Map.of("role", EncodedValue.json("3")));

    assertThat(layout.update(Optional.of(seen), SessionDelta.of(changes), new SizeLimits(10, 20)))
        .isEqualTo(
            List.of(
                "",
                "10",
                "20",
                "7",
                "0",
                "0",
                "@user_id",
                "put",
                "=1",
                "cart",
                "remove",
                "",
                "role",
                "was",
                "=3",
                "role",
                "put",
                "==x",
                "gone",
                "absent",
                "",
                "gone",
                "remove",
                ""));
  }

  @Test
  void onlyAnEditNeedsTheRecord() {
    assertThat(layout.needsRecord(SessionDelta.NONE)).isFalse();
    assertThat(layout.needsRecord(SessionDelta.of(Map.of("a", new Remove())))).isFalse();
    assertThat(layout.needsRecord(SessionDelta.of(Map.of("a", new Edit(old -> old))))).isTrue();
  }

  private void assertComesBack(EncodedValue value) {
    assertThat(value(stored(Map.of("a", value)).get(1))).isEqualTo(value);
  }

  /** Names and values of the attributes, which follow those of the header. */
  private List<String> stored(Map<String, EncodedValue> attributes) {
    List<String> head = fields(Map.of());
    return fields(attributes).subList(head.size(), head.size() + 2);
  }

  private List<String> fields(Map<String, EncodedValue> attributes) {
    List<String> record = layout.record(StoredExamples.draft(attributes));
    assertThat(record).hasSize(3).startsWith("created_at", "last_access");
    return Unpacked.of(RawBytes.encode(record.get(2)));
  }

  private EncodedValue value(String stored) {
    Map<String, String> fields = new HashMap<>(StoredExamples.head());
    fields.put("a", stored);
    return ((StoredSession.Decoded) read(fields)).record().attributes().get("a");
  }

  private StoredSession read(Map<String, String> fields) {
    return layout.decode(StoredExamples.ID, bytes(fields));
  }

  private static Map<String, String> changed(String member, String value) {
    Map<String, String> fields = new HashMap<>(StoredExamples.head());
    fields.put(member, value);
    return fields;
  }

  private static Map<String, byte[]> bytes(Map<String, String> fields) {
    Map<String, byte[]> bytes = new HashMap<>();
    fields.forEach((name, value) -> bytes.put(name, value.getBytes(UTF_8)));
    return bytes;
  }
}
