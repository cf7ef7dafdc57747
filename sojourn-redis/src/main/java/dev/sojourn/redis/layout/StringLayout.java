package dev.sojourn.redis.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.Limits;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.wire.Query;
import dev.sojourn.spi.SessionDraft;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A session as JSON text: the members of its {@link Head} in a fixed order, then its attributes.
 * The cheapest to read; written as a whole, so a change carries the version that it was made from.
 *
 * <pre>
 * GET session:&lt;id&gt;
 *   {"secret":"…","version":0,"last_access":1764007200123,…,"attributes":{"role":"admin","visits":3}}
 * </pre>
 */
public final class StringLayout implements Layout<byte[]> {

  private static final String ATTRIBUTES = "attributes";
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final LayoutScripts scripts = LayoutScripts.on("string");

  @Override
  public Query<byte[]> query() {
    return Query.STRING;
  }

  @Override
  public LayoutScripts scripts() {
    return scripts;
  }

  @Override
  public Stored decode(SessionId id, byte @Nullable [] reply) {
    if (reply == null) {
      return new Stored.Absent();
    }
    Map<String, String> members = new HashMap<>();
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    try {
      read(Utf8.decode(reply), members, attributes);
    } catch (CharacterCodingException | JacksonException | IllegalArgumentException e) {
      return new Stored.Unreadable("a damaged document");
    }
    return Head.decode(id, members, attributes);
  }

  /**
   * As JSON text within quotes, but with neither quote nor backslash as they are, for the scripts.
   */
  @Override
  public String headText(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public List<String> record(SessionDraft draft) {
    Map<String, String> head = new LinkedHashMap<>(Head.members(draft));
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
            end.append(",\"").append(name).append("\":\"").append(headText(text)).append('"'));
    return List.of(begin, ",\"created_at\":", end.append(rest(draft.attributes())).toString());
  }

  /** What follows the head in the document. */
  private static String rest(Map<String, EncodedValue> attributes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      attributes.forEach((name, value) -> write(json, name, value));
      json.writeEndObject();
    }
    return ",\"" + ATTRIBUTES + "\":" + text + '}';
  }

  @Override
  public boolean needsRecord(SessionDelta delta) {
    return true;
  }

  @Override
  public List<String> update(Optional<SessionRecord> seen, SessionDelta delta, Limits limits) {
    SessionRecord before = seen.orElseThrow();
    SessionRecord after = before.changedBy(delta, limits);
    return List.of(Long.toString(before.version()), rest(after.attributes()));
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
