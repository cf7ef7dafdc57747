package dev.sojourn.memory;

import dev.sojourn.SessionId;
import dev.sojourn.spi.Listeners;
import dev.sojourn.spi.SessionRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of an in-memory store by session id. An expired record is never returned; it is
 * dropped when its id or its user is next looked up. Not thread-safe.
 */
final class LiveRecords {

  private final InstantSource clock;
  private final Listeners listeners;
  private final Map<SessionId, SessionRecord> records = new HashMap<>();

  LiveRecords(InstantSource clock, Listeners listeners) {
    this.clock = clock;
    this.listeners = listeners;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Optional<SessionRecord> find(SessionId id) {
    records.computeIfPresent(id, (same, record) -> isExpired(record) ? null : record);
    return Optional.ofNullable(records.get(id));
  }

  List<SessionRecord> ofUser(String user) {
    records.values().removeIf(this::isExpired);
    return records.values().stream()
        .filter(record -> record.user().equals(Optional.of(user)))
        .toList();
  }

  void put(SessionRecord record) {
    records.put(record.id(), record);
  }

  /** Whether the old record was still the current one, and was replaced. */
  boolean replace(SessionRecord old, SessionRecord changed) {
    return records.replace(old.id(), old, changed);
  }

  /** Removes a session and publishes its id; returns 1 if it was live, 0 otherwise. */
  int remove(SessionId id) {
    boolean live = find(id).isPresent();
    records.remove(id);
    listeners.invalidated(id);
    return live ? 1 : 0;
  }

  /** Removes a user's sessions, or all but one; returns how many. */
  int removeAll(String user, Optional<SessionId> except) {
    return ofUser(user).stream()
        .map(SessionRecord::id)
        .filter(id -> !except.equals(Optional.of(id)))
        .mapToInt(this::remove)
        .sum();
  }

  void clear() {
    records.clear();
  }

  private boolean isExpired(SessionRecord record) {
    return !now().isBefore(record.expiresAt());
  }
}
