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
 * How a session lies in Redis: the read that brings it, what its reply means, and what its scripts
 * take.
 *
 * @param <T> the reply of the read
 */
public interface Layout<T> {

  /** The same layout, for sessions of that naming. */
  Layout<T> named(Naming naming);

  /** The naming of what it writes. */
  Naming naming();

  /**
   * Whether values lie there as it would write them: compressed in the same way, or not at all.
   *
   * @param record the session, of this layout's naming
   * @param reply what its read answered
   */
  boolean wouldWriteSo(SessionRecord record, @Nullable T reply);

  /**
   * The texts of a session that it compresses where it does, each by itself; as they are before.
   */
  List<String> compressible(SessionRecord record);

  /** The native read that brings a session whole. */
  ReadQuery<T> query();

  /** The scripts. */
  LayoutScripts scripts();

  /** What moves a session from that layout into this one. */
  default Script moveFrom(Layout<?> other) {
    return LayoutScripts.move(other.scripts().prelude(), scripts().prelude());
  }

  /** What a reply of {@link #query()} means. */
  StoredSession decode(SessionId id, @Nullable T reply);

  /** A text of the head (user, device, address) as the scripts take it; never empty. */
  String headText(String text);

  /** A session, as the scripts take it that write one whole; the times are left to the server. */
  List<String> record(SessionRecord record);

  /** A new session, likewise. */
  default List<String> record(SessionDraft draft) {
    return record(draft.createdAt(Instant.EPOCH));
  }

  /** Whether a change must know the session as it is, to be made. */
  boolean needsRecord(SessionDelta delta);

  /**
   * What the update script takes beyond its first five arguments.
   *
   * @param seen the session as it is, where {@link #needsRecord} asks for it
   * @throws dev.sojourn.SessionTooLarge when the session would hold too much
   */
  List<String> update(Optional<SessionRecord> seen, SessionDelta delta, SizeLimits limits);
}
