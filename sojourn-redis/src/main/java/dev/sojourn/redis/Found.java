package dev.sojourn.redis;

import dev.sojourn.SessionRecord;
import dev.sojourn.redis.layout.Layout;
import java.time.Duration;
import java.time.Instant;

/** What a read of a session's key found. */
sealed interface Found {

  /** A session: its key, its layout, and the time left to it by Redis' clock. */
  record There(SessionRecord record, String key, Layout<?> layout, Duration left) implements Found {

    /** Redis' time when it answered. */
    Instant now() {
      return record.expiresAt().minus(left);
    }
  }

  /** No session. */
  record Absent() implements Found {}

  /** Something that is no session as this version knows them; said in the log, and left alone. */
  record Unreadable() implements Found {}
}
