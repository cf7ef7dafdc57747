package dev.sojourn.redis.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.Limits;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Change;
import dev.sojourn.SessionDelta.Edit;
import dev.sojourn.SessionDelta.Nested;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.redis.wire.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as a JSON document of the JSON data type: the members of its {@link Head}, then its
 * attributes. A change of a member moves that member alone, see {@link JsonUpdate}.
 *
 * <pre>
 * JSON.GET session:&lt;id&gt;
 *   {"secret":"…","version":0,…,"attributes":{"role":"admin","cart":{"items":[1,2]},"visits":3}}
 * </pre>
 *
 * <p>JSON that would not come back as it is ({@link KeptJson}) is a text there, after {@code =} as
 * in a hash ({@link Marks}). Texts of the head and names of attributes are escaped by {@link
 * Percent}.
 */
public final class JsonLayout implements Layout<byte[]> {

  private final LayoutScripts scripts = LayoutScripts.on("json");

  @Override
  public Query<byte[]> query() {
    return Query.JSON;
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
    return Document.read(reply).map(document -> decode(id, document)).orElseGet(Document::damaged);
  }

  private static Stored decode(SessionId id, Document document) {
    Map<String, String> members = new HashMap<>();
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    try {
      document.members().forEach((name, text) -> members.put(name, Percent.decode(text)));
      document
          .attributes()
          .forEach((name, value) -> attributes.put(Percent.decode(name), read(value)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return new Stored.Unreadable("a damaged attribute");
    }
    return Head.decode(id, members, attributes);
  }

  @Override
  public String headText(String text) {
    return Percent.encode(text);
  }

  @Override
  public List<String> record(SessionRecord record) {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    record
        .attributes()
        .forEach((name, value) -> attributes.put(Percent.encode(name), written(value)));
    return Document.record(Head.members(record), this::headText, attributes);
  }

  @Override
  public boolean needsRecord(SessionDelta delta) {
    return delta.attributes().values().stream().anyMatch(JsonLayout::needsValue);
  }

  private static boolean needsValue(Change change) {
    return change instanceof Edit
        || (change instanceof Nested nested && !JsonUpdate.goesAlone(nested));
  }

  /**
   * The script counts what a session would hold at most; where that is too much it asks, by way of
   * a conflict, for a count on our side: the version that was counted, and whether it was too much.
   */
  @Override
  public List<String> update(Optional<SessionRecord> seen, SessionDelta delta, Limits limits) {
    Optional<Map<String, EncodedValue>> after =
        seen.map(
            record ->
                delta.applyTo(record.attributes())); // once: an edit may have answered otherwise
    List<String> args = new ArrayList<>();
    args.add(Integer.toString(limits.sessionBytes()));
    args.add(Integer.toString(limits.attributes()));
    args.add(seen.map(record -> Long.toString(record.version())).orElse(""));
    args.add(after.map(attributes -> verdict(attributes, limits)).orElse(""));
    delta.attributes().forEach((name, change) -> add(args, name, change, seen, after));
    return args;
  }

  private static void add(
      List<String> args,
      String name,
      Change change,
      Optional<SessionRecord> seen,
      Optional<Map<String, EncodedValue>> after) {
    JsonUpdate update = new JsonUpdate(args, name);
    if (seen.isEmpty()) {
      update.blindly(change);
    } else {
      update.knowing(
          change,
          Optional.ofNullable(seen.get().attributes().get(name)),
          Optional.ofNullable(after.orElseThrow().get(name)));
    }
  }

  private static String verdict(Map<String, EncodedValue> after, Limits limits) {
    try {
      limits.require(after);
      return "fits";
    } catch (SessionTooLarge e) {
      return "over";
    }
  }

  /** An attribute's value as it lies there: JSON, or a text. */
  static EncodedValue written(EncodedValue value) {
    return value.kind() == Kind.JSON && KeptJson.keeps(value.text())
        ? value
        : EncodedValue.text(Marks.text(value));
  }

  private static EncodedValue read(EncodedValue there) {
    return there.kind() == Kind.JSON ? there : Marks.value(there.text());
  }
}
