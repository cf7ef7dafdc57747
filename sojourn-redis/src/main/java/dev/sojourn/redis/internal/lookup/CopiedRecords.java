package dev.sojourn.redis.internal.lookup;

import dev.sojourn.SessionId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids whose key holds another session's record, put there by hand. They are remembered for a while:
 * otherwise each access to one would be taken for a misrouted reply, and hold up all others.
 * Thread-safe.
 */
final class CopiedRecords {

  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int MOST_REMEMBERED = 10_000;

  private final Map<SessionId, Long> addedNanos = new LinkedHashMap<>();

  synchronized boolean contains(SessionId id) {
    Long added = addedNanos.get(id);
    return added != null && System.nanoTime() - added < REMEMBERED.toNanos();
  }

  /** Adds an id; above the bound the oldest is forgotten. */
  synchronized void add(SessionId id) {
    addedNanos.remove(id);
    addedNanos.put(id, System.nanoTime());
    if (addedNanos.size() > MOST_REMEMBERED) {
      addedNanos.remove(addedNanos.keySet().iterator().next());
    }
  }
}
