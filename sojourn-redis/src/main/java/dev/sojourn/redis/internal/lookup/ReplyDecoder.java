package dev.sojourn.redis.internal.lookup;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.Reply;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.layout.StoredSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Decodes replies to reads of a session's key, and logs those that cannot be read. */
final class ReplyDecoder {

  private static final Logger LOG = System.getLogger(ReplyDecoder.class.getName());

  private final CopiedRecords copiedRecords;

  ReplyDecoder(CopiedRecords copiedRecords) {
    this.copiedRecords = copiedRecords;
  }

  <T> DecodedReply decode(SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    if (!reply.present()) {
      return new DecodedReply.Found(new LookupResult.Miss());
    }
    StoredSession stored = layout.decode(id, reply.value());
    if (stored instanceof StoredSession.Misrouted) {
      return copiedRecords.contains(id)
          ? new DecodedReply.Found(copiedRecord(id))
          : new DecodedReply.MisroutedReply();
    }
    if (stored instanceof StoredSession.NeedsDictionary needed) {
      return new DecodedReply.DictionaryMissing(needed.dictionary());
    }
    return new DecodedReply.Found(result(id, key, layout, reply, stored));
  }

  /** Whether a second reply bears another session's id as well: the record is a copy. */
  <T> boolean confirmsCopy(SessionId id, Layout<T> layout, Reply<T> second) {
    boolean copied =
        second.present() && layout.decode(id, second.value()) instanceof StoredSession.Misrouted;
    if (copied) {
      copiedRecords.add(id); // before the replies that were held back are decoded
    }
    return copied;
  }

  private static <T> LookupResult result(
      SessionId id, String key, Layout<T> layout, Reply<T> reply, StoredSession stored) {
    if (stored instanceof StoredSession.Decoded decoded) {
      return new LookupResult.Hit(
          decoded.record(), key, layout.named(decoded.naming()), reply.left());
    }
    return stored instanceof StoredSession.Unreadable unreadable
        ? unreadable(id, unreadable.why())
        : new LookupResult.Miss();
  }

  /** The result for a key that holds another session's record. */
  static LookupResult copiedRecord(SessionId id) {
    return unreadable(id, "another session's record");
  }

  /** The result for a key that no layout can read; logged. */
  static LookupResult unreadable(SessionId id, String why) {
    LOG.log(Level.WARNING, "session {0} cannot be read and is refused: {1}", id, why);
    return new LookupResult.UnreadableRecord();
  }
}
