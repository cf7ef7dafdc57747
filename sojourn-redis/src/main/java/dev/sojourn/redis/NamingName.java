package dev.sojourn.redis;

/** How the fields of a stored session are named. */
public enum NamingName {
  /** Full names, such as {@code last_access}. */
  READABLE,
  /** One letter for each bookkeeping field, and the configured short names for attributes. */
  COMPACT
}
