package dev.sojourn.redis.internal.layout;

import dev.sojourn.SessionId;
import dev.sojourn.SizeLimits;
import dev.sojourn.redis.internal.connection.ReadQuery;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a session is stored in Redis: the command that reads it, the decoding of the reply, and the
 * encoding of the arguments of the scripts that write it. Immutable and thread-safe.
 *
 * @param <T> the type of the reply
 */
public interface Layout<T> {

  /** The same layout with another naming to write. */
  Layout<T> named(Naming naming);

  /** The naming that it writes. */
  Naming naming();

  /**
   * Whether the stored values are compressed as this layout would compress them now, or both not at
   * all.
   *
   * @param record the session, which has this layout's naming
   * @param reply the reply of {@link #query()}
   */
  boolean wouldCompressAlike(SessionRecord record, @Nullable T reply);

  /** The texts of a session that compression is applied to, each by itself. */
  List<String> compressible(SessionRecord record);

  /** The native command that reads a whole session. */
  ReadQuery<T> query();

  /**
   * The native command that reads what a summary shows of a session; the whole session where that
   * cannot be read by itself.
   */
  ReadQuery<T> headQuery();

  /**
   * Decodes a reply of {@link #headQuery()}. The record has no attributes, and may lack secrets: it
   * must not be the base of a change.
   *
   * @return empty if the whole session must be read: it has another naming, a very long header, or
   *     cannot be decoded
   */
  Optional<SessionRecord> decodeHead(SessionId id, @Nullable T reply);

  /** The scripts. */
  LayoutScripts scripts();

  /** The script that migrates a session from the other layout to this one. */
  default Script moveFrom(Layout<?> other) {
    return LayoutScripts.move(other.scripts().prelude(), scripts().prelude());
  }

  /** Decodes a reply of {@link #query()}; null means that the key does not exist. */
  StoredSession decode(SessionId id, @Nullable T reply);

  /** Escapes a non-empty text of the header (user, device, address) for the scripts. */
  String headText(String text);

  /** The arguments of a script that writes a whole session; the server fills in the times. */
  List<String> record(SessionRecord record);

  /** The same for a new session. */
  default List<String> record(SessionDraft draft) {
    return record(draft.createdAt(Instant.EPOCH));
  }

  /** Whether the session must be read before this change can be written. */
  boolean needsRecord(SessionDelta delta);

  /**
   * The arguments of the update script after the first five.
   *
   * @param seen the session as it was read, if {@link #needsRecord}
   * @throws dev.sojourn.SessionTooLarge when the session would exceed a limit
   */
  List<String> update(Optional<SessionRecord> seen, SessionDelta delta, SizeLimits limits);
}
