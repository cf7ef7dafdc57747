package dev.sojourn.redis;

/** The Redis type that a session is stored in. */
public enum LayoutName {
  /** A hash with a field for each attribute: concurrent changes of different attributes merge. */
  HASH,
  /** A string of JSON text: the cheapest to read, always written as a whole. */
  STRING,
  /**
   * The JSON data type: a nested change writes only that member. Needs Redis 8, Redis Stack or the
   * module.
   */
  JSON
}
