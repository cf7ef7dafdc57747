package dev.sojourn.redis.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A session as one JSON document: the members of its {@link Head}, then its attributes.
 *
 * @param members of the head, by name
 * @param attributes as they lie there
 */
record Document(Map<String, String> members, Map<String, EncodedValue> attributes) {

  private static final String ATTRIBUTES = "attributes";
  private static final JsonFactory JSON = JsonFactory.builder().build();

  /** The document that the bytes spell; empty when they spell none. */
  static Optional<Document> read(byte[] bytes) {
    Document document = new Document(new HashMap<>(), new LinkedHashMap<>());
    try {
      read(Utf8.decode(bytes), document.members, document.attributes);
      return Optional.of(document);
    } catch (CharacterCodingException | JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What bytes are that spell no document. */
  static Stored damaged() {
    return new Stored.Unreadable("a damaged document");
  }

  /**
   * A new document in three pieces, between which stand times that only the server knows.
   *
   * @param members of the head
   * @param escaped a text of the head within quotes
   * @param attributes as they are to lie there
   */
  static List<String> record(
      Map<String, String> members,
      UnaryOperator<String> escaped,
      Map<String, EncodedValue> attributes) {
    Map<String, String> head = new LinkedHashMap<>(members);
    String begin =
        "{\"secret\":\""
            + head.remove("secret")
            + "\",\"version\":"
            + head.remove("version")
            + ",\"last_access\":";
    StringBuilder end = new StringBuilder();
    end.append(",\"idle\":").append(head.remove("idle"));
    end.append(",\"absolute\":").append(head.remove("absolute"));
    head.forEach(
        (name, text) ->
            end.append(",\"").append(name).append("\":\"").append(escaped.apply(text)).append('"'));
    return List.of(begin, ",\"created_at\":", end.append(rest(attributes)).toString());
  }

  /** What follows the head in the document. */
  static String rest(Map<String, EncodedValue> attributes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      attributes.forEach((name, value) -> write(json, name, value));
      json.writeEndObject();
    }
    return ",\"" + ATTRIBUTES + "\":" + text + '}';
  }

  private static void write(JsonGenerator json, String name, EncodedValue value) {
    json.writeName(name);
    if (value.kind() == Kind.TEXT) {
      json.writeString(value.text());
    } else {
      json.writeRawValue(value.text());
    }
  }

  private static void read(
      String text, Map<String, String> members, Map<String, EncodedValue> attributes) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      requireObject(json.nextToken());
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        if (name.equals(ATTRIBUTES)) {
          readAttributes(json, text, attributes);
        } else if (Head.NAMES.contains(name)) {
          members.put(name, json.getString());
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("something follows the document");
      }
    }
  }

  private static void readAttributes(
      JsonParser json, String text, Map<String, EncodedValue> attributes) {
    requireObject(json.currentToken());
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      attributes.put(name, value(json, json.nextToken(), text));
    }
  }

  private static EncodedValue value(JsonParser json, JsonToken token, String text) {
    if (token == JsonToken.VALUE_STRING) {
      return EncodedValue.text(json.getString());
    }
    if (token.isScalarValue()) {
      return EncodedValue.json(json.getString());
    }
    int from = (int) json.currentTokenLocation().getCharOffset();
    json.skipChildren();
    int to = (int) json.currentLocation().getCharOffset();
    return EncodedValue.json(text.substring(from, to));
  }

  private static void requireObject(@Nullable JsonToken token) {
    if (token != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("an object was expected");
    }
  }
}
