package dev.sojourn.redis;

/** How a session lies in Redis. */
public enum LayoutName {
  /** A Redis hash, a field for each attribute: parallel requests keep each other's changes. */
  HASH,
  /** JSON text: the cheapest to read, written as a whole. */
  STRING,
  /** The JSON data type, which not every server has: a nested change moves one member alone. */
  JSON
}
