package dev.sojourn.redis;

/** How a session names what it holds. */
public enum NamingName {
  /** Names that tell whoever looks. */
  READABLE,
  /** Names of a letter for the bookkeeping, and short ones for attributes that have one. */
  COMPACT
}
