package dev.sojourn.redis.internal.layout;

import dev.sojourn.spi.SessionRecord;

/** What lies under a session's key. */
public sealed interface StoredSession {

  /**
   * A session.
   *
   * @param record the session
   * @param naming that it has
   */
  record Decoded(SessionRecord record, Naming naming) implements StoredSession {}

  /** No session: nothing, or the marker of one that moved. */
  record Absent() implements StoredSession {}

  /** Another session's record: a reply gone astray, or put there by hand. */
  record Misrouted() implements StoredSession {}

  /**
   * A session that can be read with a dictionary which this process has not fetched yet.
   *
   * @param dictionary its id
   */
  record NeedsDictionary(String dictionary) implements StoredSession {}

  /**
   * Something that is no session as this version knows them.
   *
   * @param why in a few words, without what it holds
   */
  record Unreadable(String why) implements StoredSession {

    /** One with short names that this server was not told. */
    static Unreadable shortNames(String id) {
      return new Unreadable(
          "its short names, id " + PercentEscape.encode(id) + ", are not known here");
    }
  }
}
