package dev.sojourn.redis.internal.lookup;

import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The result of reading a session's key. */
public sealed interface LookupResult {

  /** The session, if there is one that can be read. */
  default Optional<SessionRecord> session() {
    return this instanceof Hit hit ? Optional.of(hit.record()) : Optional.empty();
  }

  /** A session, with its key, its layout and its TTL. */
  record Hit(SessionRecord record, String key, Layout<?> layout, Duration left)
      implements LookupResult {

    /** The time by Redis' clock when it replied. */
    public Instant now() {
      return record.expiresAt().minus(left);
    }
  }

  /** No session. */
  record Miss() implements LookupResult {}

  /** Something that this version cannot read as a session; it is logged and left unchanged. */
  record UnreadableRecord() implements LookupResult {}
}
