package dev.sojourn.redis.internal.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.SessionId;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.internal.connection.RawBytes;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionRecord;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session as a hash: a field for each member of its {@link RecordHeader} and for each attribute,
 * so parallel requests keep each other's changes.
 *
 * <pre>
 * HGETALL session:&lt;id&gt;
 *   user_id "1"  created_at "1764007200123"  …  role "admin"  cart "={\"items\":[1,2]}"  visits "=3"
 * </pre>
 *
 * <p>A value of more than 64 bytes may be compressed ({@link Compression}).
 *
 * <p>A text is stored as it is, any other value as JSON after {@code =}. A text that begins with
 * {@code =} or a control character gets one more {@code =}, which no JSON begins with. An attribute
 * that is named like a member of the head, or begins with {@code @}, gets an {@code @} before its
 * name.
 */
public final class HashLayout implements Layout<Map<String, byte[]>> {

  private static final LayoutScripts SCRIPTS = LayoutScripts.on("hash");

  private static final Naming COMPACT = Naming.compact(ShortNames.NONE);

  private final Namings namings;
  private final Naming naming;
  private final Compression compression;

  /** With these namings, and compressed or not. */
  public HashLayout(Namings namings, Compression compression) {
    this.namings = namings;
    this.compression = compression;
    this.naming = namings.own();
  }

  @Override
  public HashLayout named(Naming other) {
    return new HashLayout(namings.withOwn(other), compression);
  }

  @Override
  public Naming naming() {
    return naming;
  }

  @Override
  public ReadQuery<Map<String, byte[]>> query() {
    return ReadQuery.HASH;
  }

  @Override
  public LayoutScripts scripts() {
    return SCRIPTS;
  }

  @Override
  public StoredSession decode(SessionId id, @Nullable Map<String, byte[]> reply) {
    if (reply == null || reply.isEmpty()) {
      return new StoredSession.Absent();
    }
    if (!Naming.isCompact(reply.keySet())) {
      return decode(id, Naming.READABLE, reply);
    }
    byte @Nullable [] names = reply.get(COMPACT.member(RecordHeader.SHORT_NAMES));
    String shortNames = names == null ? "" : new String(names, StandardCharsets.UTF_8);
    return namings
        .compact(shortNames)
        .map(own -> decode(id, own, reply))
        .orElseGet(() -> StoredSession.Unreadable.shortNames(shortNames));
  }

  private StoredSession decode(SessionId id, Naming naming, Map<String, byte[]> reply) {
    Map<String, String> members = new HashMap<>();
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    Compression.Budget budget = compression.budget();
    try {
      for (Map.Entry<String, byte[]> field : reply.entrySet()) {
        Optional<String> member = naming.memberOf(field.getKey());
        if (member.isPresent()) {
          members.put(member.get(), Utf8.decode(field.getValue()));
        } else {
          attributes.put(naming.attributeOfField(field.getKey()), value(field.getValue(), budget));
        }
      }
    } catch (UnreadableValue e) {
      return e.stored();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return new StoredSession.Unreadable("a damaged attribute");
    }
    return RecordHeader.decode(id, naming, members, attributes);
  }

  private static EncodedValue value(byte[] stored, Compression.Budget budget)
      throws CharacterCodingException, UnreadableValue {
    if (Compression.begin(stored) != 0 || stored.length == 0) {
      return TypePrefix.value(Utf8.decode(stored));
    }
    return new EncodedValue(
        stored[0] == Compression.TEXT ? Kind.TEXT : Kind.JSON,
        Utf8.decode(budget.inflated(stored, 0)));
  }

  @Override
  public boolean wouldWriteSo(SessionRecord record, @Nullable Map<String, byte[]> reply) {
    return reply != null
        && record.attributes().entrySet().stream()
            .allMatch(value -> isSo(value.getValue(), reply.get(naming.field(value.getKey()))));
  }

  private boolean isSo(EncodedValue value, byte @Nullable [] lies) {
    return lies != null
        && Compression.way(lies, 0).equals(Compression.way(RawBytes.encode(stored(value)), 0));
  }

  @Override
  public List<String> compressible(SessionRecord record) {
    return record.attributes().values().stream()
        .map(EncodedValue::text)
        .filter(text -> Utf8.length(text) > Compression.LONGEST_PLAIN)
        .toList();
  }

  private String stored(EncodedValue value) {
    char mark = value.kind() == Kind.TEXT ? Compression.TEXT : Compression.JSON;
    return compression.compressed(mark, value.text()).orElseGet(() -> TypePrefix.text(value));
  }

  @Override
  public String headText(String text) {
    return text;
  }

  /** How the times are called that only the server knows; then all fields but these, packed. */
  @Override
  public List<String> record(SessionRecord record) {
    MessagePack fields = new MessagePack();
    RecordHeader.members(record, naming)
        .forEach((name, text) -> add(fields, naming.member(name), text));
    record.attributes().forEach((name, value) -> add(fields, naming.field(name), stored(value)));
    List<String> pieces =
        new ArrayList<>(List.of(naming.member("created_at"), naming.member("last_access")));
    fields.pieces().forEach(piece -> pieces.add(RawBytes.asText(piece)));
    return pieces;
  }

  private static void add(MessagePack fields, String field, String value) {
    fields.add(RawBytes.encode(field));
    fields.add(RawBytes.encode(value));
  }

  @Override
  public boolean needsRecord(SessionDelta delta) {
    return delta.hasEdits();
  }

  @Override
  public List<String> update(Optional<SessionRecord> seen, SessionDelta delta, SizeLimits limits) {
    List<String> args = new ArrayList<>(List.of(naming.mark()));
    SizeLimits most =
        delta.mayGrow() ? limits : SizeLimits.NONE; // of one over its limit less may be left
    args.add(Integer.toString(most.sessionBytes()));
    args.add(Integer.toString(most.attributes()));
    args.add(seen.map(record -> Long.toString(record.version())).orElse(""));
    args.add(Integer.toString(naming.names().all().size()));
    naming.names().all().forEach((name, shorter) -> addBytes(args, name, shorter));
    Set<String> dictionaries = compression.dictionaries();
    args.add(Integer.toString(dictionaries.size()));
    args.addAll(dictionaries);
    delta.attributes().forEach((name, change) -> add(args, name, change, seen));
    return args;
  }

  /** What counts of a name is the whole. */
  private static void addBytes(List<String> args, String name, String shorter) {
    args.add(shorter);
    args.add(Integer.toString(Utf8.length(name) - Utf8.length(shorter)));
  }

  private void add(List<String> args, String name, Change change, Optional<SessionRecord> seen) {
    Optional<EncodedValue> before = seen.map(record -> record.attributes().get(name));
    String field = naming.field(name);
    if (SessionDelta.dependsOnOld(change)) {
      args.addAll(
          before
              .map(value -> List.of(field, "was", TypePrefix.text(value)))
              .orElse(List.of(field, "absent", "")));
    }
    args.addAll(
        SessionDelta.result(change, before)
            .map(value -> List.of(field, "put", stored(value)))
            .orElse(List.of(field, "remove", "")));
  }
}
