package dev.sojourn.redis.internal.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.SessionId;
import dev.sojourn.spi.SessionRecord;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
 * A session as one JSON document: the members of its {@link RecordHeader}, then its attributes.
 *
 * @param members the members of the header, by their stored names
 * @param places the objects that may hold the attributes, by the member that they are in
 */
record Document(Map<String, String> members, Map<String, Map<String, EncodedValue>> places) {

  private static final Naming COMPACT = Naming.compact(ShortNames.NONE);
  private static final JsonFactory JSON = JsonFactory.builder().build();

  /** Parses a document; empty when the bytes are none. */
  static Optional<Document> read(byte[] bytes) {
    Document document = new Document(new HashMap<>(), new HashMap<>());
    try {
      document.read(Utf8.decode(bytes));
      return Optional.of(document);
    } catch (CharacterCodingException | JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The members of the header from the beginning of a document, up to its attributes or to what is
   * compressed; empty when the header is longer than these bytes.
   */
  static Optional<Document> readBeginning(byte[] bytes, Naming naming) {
    String attributes = ",\"" + naming.member(RecordHeader.ATTRIBUTES) + "\":"; // never in a text
    int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(attributes);
    int compressed = Compression.offset(bytes);
    if (end < 0 && compressed == bytes.length) {
      return Optional.empty();
    }
    int length = end < 0 ? compressed : Math.min(end, compressed);
    byte[] header = Arrays.copyOf(bytes, length + 1);
    header[length] = '}';
    return read(header);
  }

  /** The members of the header from a reply that has a list of values for each path. */
  static Optional<Document> readPaths(byte[] bytes, String prefix) {
    Document document = new Document(new HashMap<>(), new HashMap<>());
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), Utf8.decode(bytes))) {
      requireObject(json.nextToken());
      for (String path = json.nextName(); path != null; path = json.nextName()) {
        json.nextToken(); // the list
        if (json.nextToken() != JsonToken.END_ARRAY) {
          document.members.put(path.substring(prefix.length()), json.getString());
          json.nextToken(); // its end
        }
      }
      return Optional.of(document);
    } catch (CharacterCodingException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The same document with these members of the header, given by their readable names. */
  Document with(Map<String, String> head) {
    Map<String, String> all = new HashMap<>(members);
    head.forEach((name, is) -> all.put(COMPACT.member(name), is));
    return new Document(all, places);
  }

  /** The result for bytes that are no document. */
  static StoredSession damaged() {
    return new StoredSession.Unreadable("a damaged document");
  }

  /** Decodes the session; the functions decode header texts and attribute values of the layout. */
  StoredSession decode(
      SessionId id,
      Namings namings,
      UnaryOperator<String> text,
      UnaryOperator<EncodedValue> value) {
    if (!Naming.isCompact(members.keySet())) {
      return decode(id, Naming.READABLE, text, value);
    }
    String shortNames = members.getOrDefault(COMPACT.member(RecordHeader.SHORT_NAMES), "");
    return namings
        .compact(shortNames)
        .map(naming -> decode(id, naming, text, value))
        .orElseGet(() -> StoredSession.Unreadable.shortNames(shortNames));
  }

  private StoredSession decode(
      SessionId id, Naming naming, UnaryOperator<String> text, UnaryOperator<EncodedValue> value) {
    Map<String, String> head = new HashMap<>();
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    try {
      members.forEach(
          (called, is) ->
              naming.memberOf(called).ifPresent(name -> head.put(name, text.apply(is))));
      places
          .getOrDefault(naming.member(RecordHeader.ATTRIBUTES), Map.of())
          .forEach(
              (entry, is) ->
                  attributes.put(naming.attributeOfEntry(text.apply(entry)), value.apply(is)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return new StoredSession.Unreadable("a damaged attribute");
    }
    return RecordHeader.decode(id, naming, head, attributes);
  }

  /**
   * The arguments that write a document: three pieces, between which the script inserts the times.
   *
   * @param record the session
   * @param naming the naming to write
   * @param escaped escapes a header text, without the quotes
   * @param rest what follows the members of the header, see {@link #shortNames} and {@link #rest}
   */
  static List<String> record(
      SessionRecord record, Naming naming, UnaryOperator<String> escaped, String rest) {
    Map<String, String> head = RecordHeader.members(record, naming);
    String begin =
        '{'
            + text(naming, RecordHeader.SECRET, head.remove(RecordHeader.SECRET))
            + ','
            + number(naming, "version", head.remove("version"))
            + ','
            + number(naming, "last_access", "");
    StringBuilder end = new StringBuilder();
    end.append(',').append(number(naming, "idle", head.remove("idle")));
    end.append(',').append(number(naming, "absolute", head.remove("absolute")));
    head.remove(RecordHeader.SHORT_NAMES);
    head.forEach((name, is) -> end.append(',').append(text(naming, name, escaped.apply(is))));
    return List.of(begin, ',' + number(naming, "created_at", ""), end.append(rest).toString());
  }

  /**
   * The document behind a packed header: device, address, and what follows the header's members.
   */
  static String packedRest(
      SessionRecord record, Naming naming, UnaryOperator<String> escaped, String rest) {
    StringBuilder text = new StringBuilder();
    record
        .device()
        .label()
        .ifPresent(is -> text.append(',').append(text(naming, "device", escaped.apply(is))));
    record
        .device()
        .address()
        .ifPresent(is -> text.append(',').append(text(naming, "address", escaped.apply(is))));
    return '{' + text.append(rest).substring(1);
  }

  private static String number(Naming naming, String name, @Nullable String number) {
    return '"' + naming.member(name) + "\":" + number;
  }

  private static String text(Naming naming, String name, @Nullable String text) {
    return number(naming, name, '"' + text + '"');
  }

  /** The member with the id of the short names; empty without short names. */
  static String shortNames(Naming naming) {
    return naming.names().isEmpty()
        ? ""
        : ',' + text(naming, RecordHeader.SHORT_NAMES, naming.names().id());
  }

  /** The end of a document: attributes and closing brace. */
  static String rest(Naming naming, Map<String, EncodedValue> attributes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      attributes.forEach((name, value) -> write(json, name, value));
      json.writeEndObject();
    }
    return ',' + number(naming, RecordHeader.ATTRIBUTES, text.toString()) + '}';
  }

  private static void write(JsonGenerator json, String name, EncodedValue value) {
    json.writeName(name);
    if (value.kind() == Kind.TEXT) {
      json.writeString(value.text());
    } else {
      json.writeRawValue(value.text());
    }
  }

  private void read(String text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      requireObject(json.nextToken());
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        if (Naming.isAttributes(name) && json.currentToken() == JsonToken.START_OBJECT) {
          readAttributes(json, text, places.computeIfAbsent(name, place -> new LinkedHashMap<>()));
        } else if (Naming.isMember(name)) {
          members.put(name, json.getString());
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("trailing data after the document");
      }
    }
  }

  private static void readAttributes(
      JsonParser json, String text, Map<String, EncodedValue> attributes) {
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
