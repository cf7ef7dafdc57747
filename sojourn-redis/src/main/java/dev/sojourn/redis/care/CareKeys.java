package dev.sojourn.redis.care;

import java.util.List;
import java.util.Optional;

/** The keys that the jobs need, by whoever spells keys. */
public interface CareKeys {

  /**
   * A pattern that every index is of, and perhaps other keys; nothing in it was typed by a user.
   */
  String indexPattern();

  /** Whose index the key is; empty when it is none. */
  Optional<String> user(String key);

  /** Whether the key is a session's. */
  boolean isSession(String key);

  /** A key for each id that a user's index names. */
  List<String> sessions(String user, List<String> ids);

  /** Whether the keys of two users may lie in two slots, so that no script can take both. */
  boolean isSlotted();

  /** The key of who sweeps. */
  String sweepLease();

  /** The key of the latest sweep, in the same slot. */
  String latestSweep();

  /** Keys that nobody has, in one slot. */
  Probe probe();

  /**
   * Keys to try commands on.
   *
   * @param sweep as of the sweep's own
   * @param session as of a session
   * @param index as of an index
   */
  record Probe(String sweep, String session, String index) {}
}
