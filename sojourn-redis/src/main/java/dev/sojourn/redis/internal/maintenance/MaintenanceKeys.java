package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.SessionId;
import java.util.List;
import java.util.Optional;

/** The keys that jobs read and write. Implemented by the keyspace, outside this package. */
public interface MaintenanceKeys {

  /** A pattern that matches every index, and perhaps other keys; holds no user's input. */
  String indexPattern();

  /** The user whose index the key is; empty when it is no index. */
  Optional<String> user(String key);

  /** The id of the session whose key it is; empty when it is no session's. */
  Optional<SessionId> sessionId(String key);

  /** Whether the key is a session's. */
  boolean isSession(String key);

  /** The key of each session that a user's index names. */
  List<String> sessions(String user, List<String> ids);

  /** Whether keys of two users may be in different slots, so that no script can take both. */
  boolean isSlotted();

  /** A pattern that matches every session's key, and perhaps other keys. */
  String sessionPattern();

  /** The keys of the sweep. */
  JobKeys sweeps();

  /** The keys of the migration. */
  JobKeys migrations();

  /**
   * Two keys in one slot.
   *
   * @param lease the key of the lease
   * @param latest the key of the latest run's status
   */
  record JobKeys(String lease, String latest) {}

  /** Keys in one slot that do not exist, to check permissions with. */
  ProbeKeys probe();

  /**
   * Keys to try commands on.
   *
   * @param own named like a key of the job
   * @param session named like a session
   * @param index named like an index
   */
  record ProbeKeys(String own, String session, String index) {}
}
