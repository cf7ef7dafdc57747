package dev.sojourn.redis.layout;

import dev.sojourn.SessionRecord;

/** What lies under a session's key. */
public sealed interface Stored {

  /**
   * A session.
   *
   * @param record the session
   * @param naming that it has
   */
  record Decoded(SessionRecord record, Naming naming) implements Stored {}

  /** No session: nothing, or the marker of one that moved. */
  record Absent() implements Stored {}

  /** Another session's record: a reply gone astray, or put there by hand. */
  record Astray() implements Stored {}

  /**
   * A session that can be read with a dictionary which this process has not fetched yet.
   *
   * @param dictionary its id
   */
  record Locked(String dictionary) implements Stored {}

  /**
   * Something that is no session as this version knows them.
   *
   * @param why in a few words, without what it holds
   */
  record Unreadable(String why) implements Stored {

    /** One with short names that this server was not told. */
    static Unreadable shortNames(String id) {
      return new Unreadable("its short names, id " + Percent.encode(id) + ", are not known here");
    }
  }
}
