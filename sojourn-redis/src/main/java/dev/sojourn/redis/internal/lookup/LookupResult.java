package dev.sojourn.redis.internal.lookup;

import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a read of a session's key found. */
public sealed interface LookupResult {

  /** The session, if there is one that can be read. */
  default Optional<SessionRecord> session() {
    return this instanceof Hit hit ? Optional.of(hit.record()) : Optional.empty();
  }

  /** A session: its key, its layout, and the time left to it by Redis' clock. */
  record Hit(SessionRecord record, String key, Layout<?> layout, Duration left)
      implements LookupResult {

    /** Redis' time when it answered. */
    public Instant now() {
      return record.expiresAt().minus(left);
    }
  }

  /** No session. */
  record Absent() implements LookupResult {}

  /** Something that is no session as this version knows them; said in the log, and left alone. */
  record Unreadable() implements LookupResult {}
}
