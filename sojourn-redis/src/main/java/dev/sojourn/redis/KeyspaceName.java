package dev.sojourn.redis;

/** How keys are named. */
public enum KeyspaceName {
  /** {@code session:<id>} and {@code user:<user>:sessions}. Not for a Cluster. */
  PLAIN,
  /**
   * The same with a hash tag, so that a user's sessions and index are in one slot of a Cluster.
   * Works on a single server too.
   */
  SLOTTED
}
