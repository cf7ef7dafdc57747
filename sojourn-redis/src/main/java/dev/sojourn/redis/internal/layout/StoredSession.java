package dev.sojourn.redis.internal.layout;

import dev.sojourn.spi.SessionRecord;
import java.util.Optional;

/** The result of decoding the value of a session's key. */
public sealed interface StoredSession {

  /** The session, if it was decoded. */
  default Optional<SessionRecord> session() {
    return this instanceof Decoded decoded ? Optional.of(decoded.record()) : Optional.empty();
  }

  /**
   * A session.
   *
   * @param record the session
   * @param naming the naming that it is stored with
   */
  record Decoded(SessionRecord record, Naming naming) implements StoredSession {}

  /** No session: no value. */
  record Absent() implements StoredSession {}

  /** The record of another session: a misrouted reply, or a copy made by hand. */
  record Misrouted() implements StoredSession {}

  /**
   * A session that needs a dictionary which this process has not loaded yet.
   *
   * @param dictionary its id
   */
  record NeedsDictionary(String dictionary) implements StoredSession {}

  /**
   * A value that this version cannot read.
   *
   * @param why a short reason, without any content of the value
   */
  record Unreadable(String why) implements StoredSession {

    /** A session with short names that this server is not configured with. */
    static Unreadable shortNames(String id) {
      return new Unreadable(
          "its short names, id " + PercentEscape.encode(id) + ", are not known here");
    }
  }
}
