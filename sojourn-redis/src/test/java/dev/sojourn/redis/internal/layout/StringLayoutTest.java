package dev.sojourn.redis.internal.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionId;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.SizeLimits;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.DifficultTexts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The string layout as a document: its literal text, and what is escaped. */
final class StringLayoutTest {

  private static final String DOCUMENT =
      "{\"secret\":\"1:AAAA:"
          + StoredExamples.ONE.text()
          + "\",\"version\":7,"
          + "\"last_access\":1764007200456,\"created_at\":1764007200123,\"idle\":1800000,"
          + "\"absolute\":43200000,\"user_id\":\"ada\",\"device\":\"Ada's \\u0022laptop\\u0022\","
          + "\"address\":\"203.0.113.0/24\",\"pending\":\""
          + StoredExamples.TWO.text()
          + " "
          + StoredExamples.THREE.text()
          + "\",\"siblings\":\""
          + StoredExamples.FOUR.text()
          + "\",\"replaced\":\""
          + StoredExamples.FOUR.text()
          + " 1764007200400\""
          + ",\"attributes\":%s}";

  private final StringLayout layout = new StringLayout(Namings.READABLE, Compression.OFF);

  @Test
  void aDocumentIsReadAsItIsDocumented() {
    assertThat(read("{\"role\":\"admin\",\"cart\":{\"items\":[1,2]},\"visits\":3}"))
        .isEqualTo(
            new StoredSession.Decoded(
                StoredExamples.full(
                    Map.of(
                        "role", EncodedValue.text("admin"),
                        "cart", EncodedValue.json("{\"items\":[1,2]}"),
                        "visits", EncodedValue.json("3"))),
                Naming.READABLE));
  }

  /** As written by hand, in another order and with spaces. */
  @Test
  void theOrderOfMembersDoesNotMatterToAReader() {
    String moved =
        DOCUMENT
            .formatted("{}")
            .replace("\"version\":7,", "")
            .replaceFirst("}}$", "}, \"version\" : 7 }\n");
    assertThat(layout.decode(StoredExamples.ID, moved.getBytes(UTF_8)))
        .isEqualTo(new StoredSession.Decoded(StoredExamples.full(Map.of()), Naming.READABLE));
  }

  @Test
  void membersThatAreUnknownAreLeftAside() {
    String more =
        DOCUMENT.formatted("{}").replace("\"version\":7", "\"later\":{\"a\":[1]},\"version\":7");
    assertThat(layout.decode(StoredExamples.ID, more.getBytes(UTF_8)))
        .isEqualTo(new StoredSession.Decoded(StoredExamples.full(Map.of()), Naming.READABLE));
  }

  @Test
  void attributesAreTheEndOfTheDocument() {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    attributes.put("role", EncodedValue.text("a\"b"));
    attributes.put("user_id", EncodedValue.json("[]"));

    assertThat(end(attributes)).isEqualTo(",\"attributes\":{\"role\":\"a\\\"b\",\"user_id\":[]}}");
    assertThat(end(Map.of())).isEqualTo(",\"attributes\":{}}");
  }

  /** So that the scripts find the end of each text by its quote. */
  @ParameterizedTest
  @CsvSource({
    "ada, ada",
    "a\"b, a\\u0022b",
    "a\\b, a\\u005cb",
    "'a\nb', a\\u000ab",
    "é😀, é😀",
    "a/b, a/b"
  })
  void aTextOfTheHeadHasNeitherQuoteNorBackslash(String text, String stored) {
    assertThat(layout.headText(text)).isEqualTo(stored);
    String document = DOCUMENT.formatted("{}").replace("\"ada\"", '"' + stored + '"');
    StoredSession read = layout.decode(StoredExamples.ID, document.getBytes(UTF_8));
    assertThat(((StoredSession.Decoded) read).record().user()).contains(text);
  }

  @Test
  void whatIsHardToStoreComesBack() {
    DifficultTexts.TEXTS.forEach(text -> assertComesBack(EncodedValue.text(text)));
    DifficultTexts.JSON.forEach(json -> assertComesBack(EncodedValue.text(json)));
    DifficultTexts.JSON.forEach(json -> assertComesBack(EncodedValue.json(json)));
  }

  @Test
  void namesThatAreHardToStoreComeBack() {
    for (String name : DifficultTexts.NAMES) {
      Map<String, EncodedValue> attributes = Map.of(name, EncodedValue.text("x"));
      assertThat(attributes(attributes)).isEqualTo(attributes);
    }
  }

  @Test
  void nothingIsNoSession() {
    assertThat(layout.decode(StoredExamples.ID, null)).isEqualTo(new StoredSession.Absent());
  }

  @Test
  void aRecordOfAnotherSessionIsUnreadable() {
    assertThat(
            layout.decode(
                new SessionId("BBBBBBBBBBBBBBBBBBBBBA"), DOCUMENT.formatted("{}").getBytes(UTF_8)))
        .isEqualTo(new StoredSession.Misrouted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "null",
        "[]",
        "3",
        "{",
        "{}",
        "{}{}",
        "{\"secret\":\"2:AAAA:x\"}",
        "{\"secret\":\"1:AAAA:x\"}",
        "{\"attributes\":[]}",
        "{\"secret\":",
        "{\"secret\":null}"
      })
  void whatIsNoSessionIsUnreadable(String text) {
    assertThat(document(text)).isInstanceOf(StoredSession.Unreadable.class);
  }

  @Test
  void bytesThatAreNoTextAreUnreadable() {
    assertThat(layout.decode(StoredExamples.ID, new byte[] {'{', (byte) 0xff, '}'}))
        .isInstanceOf(StoredSession.Unreadable.class);
  }

  @Test
  void somethingBehindTheDocumentMakesItUnreadable() {
    assertThat(document(DOCUMENT.formatted("{}") + "x"))
        .isInstanceOf(StoredSession.Unreadable.class);
    assertThat(document(DOCUMENT.formatted("{}") + "{}"))
        .isInstanceOf(StoredSession.Unreadable.class);
  }

  /** The version that was read, and the new end of the document. */
  @Test
  void aDeltaIsTheseArguments() {
    SessionRecord seen = StoredExamples.full(Map.of("role", EncodedValue.text("user")));
    SessionDelta delta = SessionDelta.of(Map.of("role", new Put(EncodedValue.text("admin"))));

    assertThat(layout.needsRecord(delta)).isTrue();
    assertThat(layout.update(Optional.of(seen), delta, SizeLimits.DEFAULT))
        .isEqualTo(List.of("", "7", ",\"attributes\":{\"role\":\"admin\"}}"));
    assertThatThrownBy(() -> layout.update(Optional.of(seen), delta, new SizeLimits(5, 1)))
        .isInstanceOf(SessionTooLarge.class);
  }

  private void assertComesBack(EncodedValue value) {
    Map<String, EncodedValue> attributes = Map.of("a", value);
    assertThat(attributes(attributes)).isEqualTo(attributes);
  }

  /** What follows the header in the document that the create script writes. */
  private String end(Map<String, EncodedValue> attributes) {
    String last = layout.record(StoredExamples.draft(attributes)).get(2);
    return last.substring(last.indexOf(",\"attributes\""));
  }

  private Map<String, EncodedValue> attributes(Map<String, EncodedValue> attributes) {
    String end = end(attributes);
    String document = DOCUMENT.formatted("{}").replace(",\"attributes\":{}}", end);
    return ((StoredSession.Decoded) document(document)).record().attributes();
  }

  private StoredSession read(String attributes) {
    return document(DOCUMENT.formatted(attributes));
  }

  private StoredSession document(String text) {
    return layout.decode(StoredExamples.ID, text.getBytes(UTF_8));
  }
}
