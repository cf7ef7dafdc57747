package dev.sojourn.redis.internal.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionId;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.internal.connection.RawBytes;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session as JSON text: the members of its {@link RecordHeader} in a fixed order, then its
 * attributes. The cheapest to read; written as a whole, so a change carries the version that it was
 * made from.
 *
 * <pre>
 * GET session:&lt;id&gt;
 *   {"secret":"…","version":0,"last_access":1764007200123,…,"attributes":{"role":"admin","visits":3}}
 * </pre>
 *
 * <p>What follows the head may be compressed ({@link Compression}), which scripts need not know.
 * Where it is, and members have short names, the head may be {@link PackedHeader}.
 */
public final class StringLayout implements Layout<byte[]> {

  private static final LayoutScripts SCRIPTS = LayoutScripts.on("string");
  private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");

  private final Namings namings;
  private final Naming naming;
  private final Compression compression;

  /** With these namings, and compressed or not. */
  public StringLayout(Namings namings, Compression compression) {
    this.namings = namings;
    this.compression = compression;
    this.naming = namings.own();
  }

  @Override
  public StringLayout named(Naming other) {
    return new StringLayout(namings.withOwn(other), compression);
  }

  @Override
  public Naming naming() {
    return naming;
  }

  @Override
  public ReadQuery<byte[]> query() {
    return ReadQuery.STRING;
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
    try {
      return PackedHeader.isPacked(reply) ? decodePacked(id, reply) : decodePlain(id, plain(reply));
    } catch (UnreadableValue e) {
      return e.stored();
    }
  }

  private StoredSession decodePacked(SessionId id, byte[] stored) throws UnreadableValue {
    PackedHeader packedHeader =
        PackedHeader.read(stored).orElseThrow(() -> new UnreadableValue("a damaged packed record"));
    Document rest =
        Document.read(compression.budget().unpacked(stored, packedHeader.rest()))
            .orElseThrow(() -> new UnreadableValue("a damaged document"));
    StoredSession read =
        rest.with(packedHeader.members())
            .decode(id, namings, UnaryOperator.identity(), UnaryOperator.identity());
    return read instanceof StoredSession.Decoded decoded
        ? new StoredSession.Decoded(decoded.record(), decoded.naming().packed())
        : read;
  }

  /** The document with its end as it was before it was compressed. */
  private byte[] plain(byte[] stored) throws UnreadableValue {
    int begin = Compression.begin(stored);
    if (begin == stored.length) {
      return stored;
    }
    byte[] end = compression.budget().inflated(stored, begin);
    byte[] plain = Arrays.copyOf(stored, begin + end.length);
    System.arraycopy(end, 0, plain, begin, end.length);
    return plain;
  }

  @Override
  public boolean wouldWriteSo(SessionRecord record, byte @Nullable [] reply) {
    byte[] rest =
        naming.isPacked()
            ? behindPacked(record)
            : RawBytes.encode(compressed(end(record.attributes())));
    return reply != null && Compression.way(reply, restOf(reply)).equals(Compression.way(rest, 0));
  }

  private static int restOf(byte[] stored) {
    return PackedHeader.isPacked(stored)
        ? PackedHeader.read(stored).map(PackedHeader::rest).orElse(stored.length)
        : Compression.begin(stored);
  }

  private StoredSession decodePlain(SessionId id, byte[] document) {
    return Document.read(document)
        .map(read -> read.decode(id, namings, UnaryOperator.identity(), UnaryOperator.identity()))
        .orElseGet(Document::damaged);
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

  /** What {@link #headText} was made of. */
  static String unescaped(String text) {
    return text.indexOf('\\') < 0
        ? text
        : ESCAPED
            .matcher(text)
            .replaceAll(
                escaped ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(escaped.group(1), 16))));
  }

  @Override
  public List<String> record(SessionRecord record) {
    return naming.isPacked()
        ? PackedHeader.record(record, record.user().map(this::headText), behindPacked(record))
        : Document.record(record, naming, this::headText, rest(record.attributes()));
  }

  @Override
  public boolean needsRecord(SessionDelta delta) {
    return true;
  }

  @Override
  public List<String> update(Optional<SessionRecord> seen, SessionDelta delta, SizeLimits limits) {
    SessionRecord before = seen.orElseThrow();
    SessionRecord after = before.changedBy(delta, limits);
    String rest =
        naming.isPacked() ? RawBytes.asText(behindPacked(after)) : rest(after.attributes());
    return List.of(naming.mark(), Long.toString(before.version()), rest);
  }

  @Override
  public List<String> compressible(SessionRecord record) {
    return List.of(naming.isPacked() ? plainBehindPacked(record) : end(record.attributes()));
  }

  private byte[] behindPacked(SessionRecord record) {
    return compression.packed(plainBehindPacked(record));
  }

  private String plainBehindPacked(SessionRecord record) {
    return Document.behindPacked(
        record, naming, this::headText, Document.shortNames(naming) + end(record.attributes()));
  }

  private String rest(Map<String, EncodedValue> attributes) {
    return Document.shortNames(naming) + compressed(end(attributes));
  }

  private String compressed(String text) {
    return compression.compressed(Compression.JSON, text).orElse(text);
  }

  private String end(Map<String, EncodedValue> attributes) {
    return Document.rest(naming, entries(attributes));
  }

  private Map<String, EncodedValue> entries(Map<String, EncodedValue> attributes) {
    Map<String, EncodedValue> entries = new LinkedHashMap<>();
    attributes.forEach((name, value) -> entries.put(naming.entry(name), value));
    return entries;
  }
}
