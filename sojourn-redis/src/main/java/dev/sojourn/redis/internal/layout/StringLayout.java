package dev.sojourn.redis.internal.layout;

import dev.sojourn.SessionId;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
 * <p>What follows the header may be compressed ({@link Compression}), which scripts need not know.
 * New sessions that are compact and compressed have a binary header instead ({@link PackedHeader});
 * a session keeps the {@link StringFormat} that it has.
 */
public final class StringLayout implements Layout<byte[]> {

  private static final LayoutScripts SCRIPTS = LayoutScripts.on("string");

  /** Enough for nearly every header; a longer one is read with its whole session. */
  private static final int HEAD_BYTES = 768;

  private final Namings namings;
  private final Compression compression;
  private final StringFormat document;
  private final StringFormat packed;

  /** With these namings, and compressed or not. */
  public StringLayout(Namings namings, Compression compression) {
    this.namings = namings;
    this.compression = compression;
    this.document = new DocumentFormat(namings, compression);
    this.packed = new PackedFormat(namings, compression);
  }

  @Override
  public StringLayout named(Naming other) {
    return new StringLayout(namings.withOwn(other), compression);
  }

  @Override
  public Naming naming() {
    return namings.own();
  }

  @Override
  public ReadQuery<byte[]> query() {
    return ReadQuery.STRING;
  }

  /** A packed session keeps its device in the compressed part. */
  @Override
  public ReadQuery<byte[]> headQuery() {
    return naming().isPacked() ? query() : ReadQuery.beginning(HEAD_BYTES);
  }

  @Override
  public Optional<SessionRecord> decodeHead(SessionId id, byte @Nullable [] reply) {
    if (reply == null || PackedHeader.isPacked(reply)) {
      return naming().isPacked()
          ? decode(id, reply).session().map(StringLayout::withoutAttributes)
          : Optional.empty();
    }
    return Document.readBeginning(reply, naming())
        .map(head -> head.decode(id, namings, UnaryOperator.identity(), UnaryOperator.identity()))
        .flatMap(StoredSession::session);
  }

  private static SessionRecord withoutAttributes(SessionRecord record) {
    return new SessionRecord(
        record.id(),
        record.user(),
        record.createdAt(),
        record.lastAccessAt(),
        record.timeouts(),
        record.secrets(),
        record.version(),
        record.device(),
        Map.of());
  }

  @Override
  public LayoutScripts scripts() {
    return SCRIPTS;
  }

  /** The format that this layout writes. */
  private StringFormat format() {
    return naming().isPacked() ? packed : document;
  }

  private StringFormat formatOf(byte[] stored) {
    return PackedHeader.isPacked(stored) ? packed : document;
  }

  @Override
  public StoredSession decode(SessionId id, byte @Nullable [] reply) {
    if (reply == null) {
      return new StoredSession.Absent();
    }
    try {
      return formatOf(reply).decode(id, reply);
    } catch (UnreadableValue e) {
      return e.stored();
    }
  }

  @Override
  public boolean wouldCompressAlike(SessionRecord record, byte @Nullable [] reply) {
    return reply != null
        && formatOf(reply).compressionOf(reply).equals(format().compressionOf(record));
  }

  @Override
  public String headText(String text) {
    return JsonEscape.encode(text);
  }

  @Override
  public List<String> record(SessionRecord record) {
    return format().record(record);
  }

  @Override
  public boolean needsRecord(SessionDelta delta) {
    return true;
  }

  @Override
  public List<String> update(Optional<SessionRecord> seen, SessionDelta delta, SizeLimits limits) {
    SessionRecord before = seen.orElseThrow();
    SessionRecord after = before.changedBy(delta, limits);
    return List.of(naming().mark(), Long.toString(before.version()), format().rest(after));
  }

  @Override
  public List<String> compressible(SessionRecord record) {
    return List.of(format().compressible(record));
  }
}
