package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.SessionId;
import java.util.List;
import java.util.Optional;

/** The keys that the jobs need, by whoever spells keys. */
public interface MaintenanceKeys {

  /**
   * A pattern that every index is of, and perhaps other keys; nothing in it was typed by a user.
   */
  String indexPattern();

  /** Whose index the key is; empty when it is none. */
  Optional<String> user(String key);

  /** Whose key it is; empty when it is no session's. */
  Optional<SessionId> sessionId(String key);

  /** Whether the key is a session's. */
  boolean isSession(String key);

  /** A key for each id that a user's index names. */
  List<String> sessions(String user, List<String> ids);

  /** Whether the keys of two users may lie in two slots, so that no script can take both. */
  boolean isSlotted();

  /** A pattern that every session's key is of, and perhaps other keys. */
  String sessionPattern();

  /** Where sweeps are noted. */
  JobKeys sweeps();

  /** Where migrations are noted. */
  JobKeys migrations();

  /**
   * Two keys in one slot.
   *
   * @param lease of who does the job
   * @param latest of the latest job
   */
  record JobKeys(String lease, String latest) {}

  /** Keys that nobody has, in one slot. */
  ProbeKeys probe();

  /**
   * Keys to try commands on.
   *
   * @param own as of the job's own
   * @param session as of a session
   * @param index as of an index
   */
  record ProbeKeys(String own, String session, String index) {}
}
