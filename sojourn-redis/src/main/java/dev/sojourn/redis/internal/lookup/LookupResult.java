package dev.sojourn.redis.internal.lookup;

import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;

/** What a read of a session's key found. */
public sealed interface LookupResult {

  /** A session: its key, its layout, and the time left to it by Redis' clock. */
  record Hit(SessionRecord record, String key, Layout<?> layout, Duration left)
      implements LookupResult {

    /** Redis' time when it answered. */
    public Instant now() {
      return record.expiresAt().minus(left);
    }
  }

  /** No session. */
  record Miss() implements LookupResult {}

  /** Something that is no session as this version knows them; said in the log, and left alone. */
  record UnreadableRecord() implements LookupResult {}
}
