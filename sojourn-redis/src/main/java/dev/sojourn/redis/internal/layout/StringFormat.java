package dev.sojourn.redis.internal.layout;

import dev.sojourn.SessionId;
import dev.sojourn.spi.SessionRecord;
import java.util.List;

/**
 * The two formats of a string value: a JSON document ({@link DocumentFormat}), or a binary header
 * with a shorter document behind it ({@link PackedFormat}). Scripts read and write the header; the
 * end of the value, which may be compressed, is only read here.
 */
sealed interface StringFormat permits DocumentFormat, PackedFormat {

  /** The session that a value of this format holds. */
  StoredSession decode(SessionId id, byte[] stored) throws UnreadableValue;

  /** The arguments of a script that writes the whole session, without its times. */
  List<String> record(SessionRecord record);

  /** What follows the header, as the update script takes it. */
  String rest(SessionRecord record);

  /** The text that compression is applied to. */
  String compressible(SessionRecord record);

  /** How that text would be compressed now, see {@link Compression#scheme}. */
  String compressionOf(SessionRecord record);

  /** How a stored value of this format is compressed, see {@link Compression#scheme}. */
  String compressionOf(byte[] stored);
}
