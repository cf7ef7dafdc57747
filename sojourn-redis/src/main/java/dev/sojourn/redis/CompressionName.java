package dev.sojourn.redis;

/** Whether attribute values are compressed. */
public enum CompressionName {
  /** Values are stored uncompressed. */
  NONE,
  /**
   * Deflate, where it makes a value smaller: in {@link LayoutName#HASH} each value of more than 64
   * bytes, in {@link LayoutName#STRING} all attributes together. {@link LayoutName#JSON} is never
   * compressed.
   */
  DEFLATE
}
