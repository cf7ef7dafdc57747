package dev.sojourn.redis.internal.lookup;

/** How much of a session is read. */
public enum ReadScope {
  /** What a summary shows: secrets and attributes may be missing from the record. */
  HEAD,
  /** All of it. */
  WHOLE
}
