package dev.sojourn.redis.internal.layout;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.codec.RawBytes;
import dev.sojourn.spi.SessionRecord;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A string value that begins with a {@link PackedHeader}. Behind it stands a document of what the
 * header does not hold (device, address, attributes), which may be compressed as a whole.
 */
final class PackedFormat implements StringFormat {

  private final Namings namings;
  private final Naming naming;
  private final Compression compression;

  PackedFormat(Namings namings, Compression compression) {
    this.namings = namings;
    this.naming = namings.own();
    this.compression = compression;
  }

  @Override
  public StoredSession decode(SessionId id, byte[] stored) throws UnreadableValue {
    PackedHeader header =
        PackedHeader.read(stored).orElseThrow(() -> new UnreadableValue("a damaged packed record"));
    Document rest =
        Document.read(compression.budget().unpacked(stored, header.rest()))
            .orElseThrow(() -> new UnreadableValue("a damaged document"));
    StoredSession read =
        rest.with(header.members())
            .decode(id, namings, UnaryOperator.identity(), UnaryOperator.identity());
    return read instanceof StoredSession.Decoded decoded
        ? new StoredSession.Decoded(decoded.record(), decoded.naming().packed())
        : read;
  }

  @Override
  public List<String> record(SessionRecord record) {
    return PackedHeader.record(record, record.user().map(JsonEscape::encode), compressed(record));
  }

  @Override
  public String rest(SessionRecord record) {
    return RawBytes.asText(compressed(record));
  }

  @Override
  public String compressible(SessionRecord record) {
    return Document.packedRest(
        record,
        naming,
        JsonEscape::encode,
        Document.shortNames(naming) + DocumentFormat.end(record, naming));
  }

  @Override
  public String compressionOf(SessionRecord record) {
    return Compression.scheme(compressed(record), 0);
  }

  @Override
  public String compressionOf(byte[] stored) {
    return Compression.scheme(
        stored, PackedHeader.read(stored).map(PackedHeader::rest).orElse(stored.length));
  }

  private byte[] compressed(SessionRecord record) {
    return compression.packed(compressible(record));
  }
}
