package dev.sojourn.redis;

/** Whether values are compressed. */
public enum CompressionName {
  /** Everything is written as it is. */
  NONE,
  /** By deflate: in a hash values of more than 64 bytes, in JSON text all attributes together. */
  DEFLATE
}
