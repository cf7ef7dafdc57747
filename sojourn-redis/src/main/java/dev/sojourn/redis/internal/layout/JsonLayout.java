package dev.sojourn.redis.internal.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.SessionId;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Edit;
import dev.sojourn.spi.SessionDelta.Nested;
import dev.sojourn.spi.SessionRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as a JSON document of the JSON data type: the members of its {@link RecordHeader}, then
 * its attributes. A change of a member moves that member alone, see {@link JsonUpdate}.
 *
 * <pre>
 * JSON.GET session:&lt;id&gt;
 *   {"secret":"…","version":0,…,"attributes":{"role":"admin","cart":{"items":[1,2]},"visits":3}}
 * </pre>
 *
 * <p>JSON that would not come back as it is ({@link LosslessJson}) is a text there, after {@code =}
 * as in a hash ({@link TypePrefix}). Texts of the head and names of attributes are escaped by
 * {@link PercentEscape}.
 */
public final class JsonLayout implements Layout<byte[]> {

  private static final LayoutScripts SCRIPTS = LayoutScripts.on("json");

  private final Namings namings;
  private final Naming naming;

  /** With these namings. */
  public JsonLayout(Namings namings) {
    this.namings = namings;
    this.naming = namings.own();
  }

  @Override
  public JsonLayout named(Naming other) {
    return new JsonLayout(namings.withOwn(other));
  }

  @Override
  public Naming naming() {
    return naming;
  }

  @Override
  public List<String> compressible(SessionRecord record) {
    return List.of();
  }

  @Override
  public ReadQuery<byte[]> query() {
    return ReadQuery.JSON;
  }

  @Override
  public LayoutScripts scripts() {
    return SCRIPTS;
  }

  @Override
  public StoredSession decode(SessionId id, byte @Nullable [] reply) {
    if (reply == null) {
      return new StoredSession.Absent();
    }
    return Document.read(reply)
        .map(document -> document.decode(id, namings, PercentEscape::decode, JsonLayout::read))
        .orElseGet(Document::damaged);
  }

  /** Nothing is compressed. */
  @Override
  public boolean wouldWriteSo(SessionRecord record, byte @Nullable [] reply) {
    return true;
  }

  @Override
  public String headText(String text) {
    return PercentEscape.encode(text);
  }

  @Override
  public List<String> record(SessionRecord record) {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    record
        .attributes()
        .forEach(
            (name, value) ->
                attributes.put(PercentEscape.encode(naming.entry(name)), written(value)));
    return Document.record(
        record,
        naming,
        this::headText,
        Document.shortNames(naming) + Document.rest(naming, attributes));
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
  public List<String> update(Optional<SessionRecord> seen, SessionDelta delta, SizeLimits limits) {
    Optional<Map<String, EncodedValue>> after =
        seen.map(
            record ->
                delta.applyTo(record.attributes())); // once: an edit may have answered otherwise
    List<String> args = new ArrayList<>(List.of(naming.mark()));
    args.add(Integer.toString(limits.sessionBytes()));
    args.add(Integer.toString(limits.attributes()));
    args.add(seen.map(record -> Long.toString(record.version())).orElse(""));
    args.add(after.map(attributes -> verdict(attributes, limits)).orElse(""));
    args.add(Integer.toString(moreBytes()));
    args.add(JsonPath.ofAttributes(naming));
    delta.attributes().forEach((name, change) -> add(args, name, change, seen, after));
    return args;
  }

  /** What counts of a name is the whole: so many bytes more at most. */
  private int moreBytes() {
    return naming.names().all().keySet().stream().mapToInt(Utf8::length).sum();
  }

  private void add(
      List<String> args,
      String name,
      Change change,
      Optional<SessionRecord> seen,
      Optional<Map<String, EncodedValue>> after) {
    JsonUpdate update = new JsonUpdate(args, name, naming);
    if (seen.isEmpty()) {
      update.blindly(change);
    } else {
      update.knowing(
          change,
          Optional.ofNullable(seen.get().attributes().get(name)),
          Optional.ofNullable(after.orElseThrow().get(name)));
    }
  }

  private static String verdict(Map<String, EncodedValue> after, SizeLimits limits) {
    try {
      limits.require(after);
      return "fits";
    } catch (SessionTooLarge e) {
      return "over";
    }
  }

  /** An attribute's value as it lies there: JSON, or a text. */
  static EncodedValue written(EncodedValue value) {
    return value.kind() == Kind.JSON && LosslessJson.keeps(value.text())
        ? value
        : EncodedValue.text(TypePrefix.text(value));
  }

  private static EncodedValue read(EncodedValue there) {
    return there.kind() == Kind.JSON ? there : TypePrefix.value(there.text());
  }
}
