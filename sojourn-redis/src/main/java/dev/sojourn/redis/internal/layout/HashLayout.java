package dev.sojourn.redis.internal.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.SessionId;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.internal.codec.RawBytes;
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
 * The hash layout: a field for each member of the {@link RecordHeader} and for each attribute, so
 * concurrent changes of different attributes merge.
 *
 * <pre>
 * HGETALL session:&lt;id&gt;
 *   user_id "1"  created_at "1764007200123"  …  role "admin"  cart "={\"items\":[1,2]}"  visits "=3"
 * </pre>
 *
 * <p>A value of more than 64 bytes may be compressed ({@link Compression}).
 *
 * <p>A text is stored unchanged, any other value as JSON after {@code =} ({@link TypePrefix}). An
 * attribute that is named like a member of the header, or begins with {@code @}, gets an {@code @}
 * before its name ({@link Naming}).
 */
public final class HashLayout implements Layout<Map<String, byte[]>> {

  private static final LayoutScripts SCRIPTS = LayoutScripts.on("hash");

  private static final Naming COMPACT = Naming.compact(ShortNames.NONE);

  private final Namings namings;
  private final Naming naming;
  private final Compression compression;

  /** A layout that writes the own naming of {@code namings}, and reads all of them. */
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
  public ReadQuery<Map<String, byte[]>> headQuery() {
    return ReadQuery.fields(naming.summaryMembers());
  }

  @Override
  public Optional<SessionRecord> decodeHead(SessionId id, @Nullable Map<String, byte[]> reply) {
    return reply != null && naming.isCompact() == Naming.isCompact(reply.keySet())
        ? decode(id, reply).session()
        : Optional.empty();
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
    if (Compression.offset(stored) != 0 || stored.length == 0) {
      return TypePrefix.value(Utf8.decode(stored));
    }
    return new EncodedValue(
        stored[0] == Compression.TEXT ? Kind.TEXT : Kind.JSON,
        Utf8.decode(budget.inflated(stored, 0)));
  }

  @Override
  public boolean wouldCompressAlike(SessionRecord record, @Nullable Map<String, byte[]> reply) {
    return reply != null
        && record.attributes().entrySet().stream()
            .allMatch(
                value ->
                    isCompressedAlike(value.getValue(), reply.get(naming.field(value.getKey()))));
  }

  private boolean isCompressedAlike(EncodedValue value, byte @Nullable [] stored) {
    return stored != null
        && Compression.scheme(stored, 0)
            .equals(Compression.scheme(RawBytes.encode(stored(value)), 0));
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

  /** The names of the two times that the server fills in; then all other fields as MessagePack. */
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
    SizeLimits enforced =
        delta.mayGrow() ? limits : SizeLimits.NONE; // a session over its limit may shrink
    args.add(Integer.toString(enforced.sessionBytes()));
    args.add(Integer.toString(enforced.attributes()));
    args.add(seen.map(record -> Long.toString(record.version())).orElse(""));
    args.add(Integer.toString(naming.names().all().size()));
    naming.names().all().forEach((name, shorter) -> addBytes(args, name, shorter));
    Set<String> dictionaries = compression.dictionaries();
    args.add(Integer.toString(dictionaries.size()));
    args.addAll(dictionaries);
    delta.attributes().forEach((name, change) -> add(args, name, change, seen));
    return args;
  }

  /** Size limits count full names: the short name, and by how many bytes the full one is longer. */
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
