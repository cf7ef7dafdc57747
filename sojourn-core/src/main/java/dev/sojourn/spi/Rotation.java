package dev.sojourn.spi;

/** What a store answers to a rotation. */
public sealed interface Rotation {

  /**
   * The next secret is pending.
   *
   * @param record the session as stored
   */
  record Pending(SessionRecord record) implements Rotation {}

  /**
   * Too many secrets are pending; none was added.
   *
   * @param record the session as stored
   */
  record Full(SessionRecord record) implements Rotation {}

  /** There is no such session, or the secret does not open it. */
  record Absent() implements Rotation {}
}
