package dev.sojourn.redis.internal.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.codec.RawBytes;
import dev.sojourn.spi.SessionRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A string value that is a JSON {@link Document}; its attributes may be compressed, together with
 * the closing braces.
 */
final class DocumentFormat implements StringFormat {

  private final Namings namings;
  private final Naming naming;
  private final Compression compression;

  DocumentFormat(Namings namings, Compression compression) {
    this.namings = namings;
    this.naming = namings.own();
    this.compression = compression;
  }

  @Override
  public StoredSession decode(SessionId id, byte[] stored) throws UnreadableValue {
    return Document.read(inflated(stored))
        .map(read -> read.decode(id, namings, UnaryOperator.identity(), UnaryOperator.identity()))
        .orElseGet(Document::damaged);
  }

  /** The document with its end inflated, where that is compressed. */
  private byte[] inflated(byte[] stored) throws UnreadableValue {
    int begin = Compression.offset(stored);
    if (begin == stored.length) {
      return stored;
    }
    byte[] end = compression.budget().inflated(stored, begin);
    byte[] document = Arrays.copyOf(stored, begin + end.length);
    System.arraycopy(end, 0, document, begin, end.length);
    return document;
  }

  @Override
  public List<String> record(SessionRecord record) {
    return Document.record(record, naming, JsonEscape::encode, rest(record));
  }

  @Override
  public String rest(SessionRecord record) {
    return Document.shortNames(naming) + compressed(record);
  }

  @Override
  public String compressible(SessionRecord record) {
    return end(record, naming);
  }

  @Override
  public String compressionOf(SessionRecord record) {
    return Compression.scheme(RawBytes.encode(compressed(record)), 0);
  }

  @Override
  public String compressionOf(byte[] stored) {
    return Compression.scheme(stored, Compression.offset(stored));
  }

  private String compressed(SessionRecord record) {
    String end = compressible(record);
    return compression.compressed(Compression.JSON, end).orElse(end);
  }

  /** The end of a document: the attributes and the closing brace. */
  static String end(SessionRecord record, Naming naming) {
    Map<String, EncodedValue> entries = new LinkedHashMap<>();
    record.attributes().forEach((name, value) -> entries.put(naming.entry(name), value));
    return Document.rest(naming, entries);
  }
}
