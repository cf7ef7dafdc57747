package dev.sojourn.redis;

/** How keys are spelled. */
public enum KeyspaceName {
  /** {@code session:<id>} and {@code user:<user>:sessions}. */
  PLAIN,
  /** The same with the tag of the user's slot, so that each operation has one slot in a Cluster. */
  SLOTTED
}
