package dev.sojourn.spi;

/** The result of {@link SessionStore#rotate}. */
public sealed interface Rotation permits Rotation.Pending, Rotation.PendingLimitReached, NoSession {

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
  record PendingLimitReached(SessionRecord record) implements Rotation {}
}
