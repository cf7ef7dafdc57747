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
 * The JSON layout: a document of the JSON data type, with the members of the {@link RecordHeader}
 * and the attributes. A nested change writes only that member, see {@link JsonUpdate}.
 *
 * <pre>
 * JSON.GET session:&lt;id&gt;
 *   {"secret":"…","version":0,…,"attributes":{"role":"admin","cart":{"items":[1,2]},"visits":3}}
 * </pre>
 *
 * <p>JSON that the data type does not preserve ({@link LosslessJson}) is stored as a text, after
 * {@code =} as in a hash ({@link TypePrefix}). Header texts and names of attributes are escaped by
 * {@link PercentEscape}.
 */
public final class JsonLayout implements Layout<byte[]> {

  private static final LayoutScripts SCRIPTS = LayoutScripts.on("json");

  private static final String PATH = "$.";

  private final Namings namings;
  private final Naming naming;

  /** A layout that writes the own naming of {@code namings}, and reads all of them. */
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
  public ReadQuery<byte[]> headQuery() {
    return ReadQuery.paths(naming.summaryMembers().stream().map(name -> PATH + name).toList());
  }

  @Override
  public Optional<SessionRecord> decodeHead(SessionId id, byte @Nullable [] reply) {
    return Optional.ofNullable(reply)
        .flatMap(found -> Document.readPaths(found, PATH))
        .map(head -> head.decode(id, namings, PercentEscape::decode, JsonLayout::read))
        .flatMap(StoredSession::session);
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

  /** Always true, since nothing is compressed. */
  @Override
  public boolean wouldCompressAlike(SessionRecord record, byte @Nullable [] reply) {
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
        || (change instanceof Nested nested && !JsonUpdate.isNative(nested));
  }

  /**
   * The script estimates an upper bound of the session's size. Where that exceeds the limit it
   * reports a conflict, and the retry passes an exact verdict: the version that was measured, and
   * whether it fits.
   */
  @Override
  public List<String> update(Optional<SessionRecord> seen, SessionDelta delta, SizeLimits limits) {
    Optional<Map<String, EncodedValue>> after =
        seen.map(
            record -> delta.applyTo(record.attributes())); // once: an edit may answer differently
    List<String> args = new ArrayList<>(List.of(naming.mark()));
    args.add(Integer.toString(limits.sessionBytes()));
    args.add(Integer.toString(limits.attributes()));
    args.add(seen.map(record -> Long.toString(record.version())).orElse(""));
    args.add(after.map(attributes -> verdict(attributes, limits)).orElse(""));
    args.add(Integer.toString(nameBytes()));
    args.add(JsonPath.ofAttributes(naming));
    delta.attributes().forEach((name, change) -> add(args, name, change, seen, after));
    return args;
  }

  /** Size limits count full names: by how many bytes they exceed the short ones at most. */
  private int nameBytes() {
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
      update.addUnread(change);
    } else {
      update.add(
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

  /** The stored form of an attribute's value: JSON, or a text. */
  static EncodedValue written(EncodedValue value) {
    return value.kind() == Kind.JSON && LosslessJson.keeps(value.text())
        ? value
        : EncodedValue.text(TypePrefix.text(value));
  }

  private static EncodedValue read(EncodedValue stored) {
    return stored.kind() == Kind.JSON ? stored : TypePrefix.value(stored.text());
  }
}
