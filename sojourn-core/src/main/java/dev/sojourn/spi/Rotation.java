package dev.sojourn.spi;

/** The result of {@link SessionStore#rotate}. */
public sealed interface Rotation permits Rotation.Pending, Rotation.PendingLimitReached, NoSession {

  /**
   * The new secret is pending.
   *
   * @param record the session as stored
   */
  record Pending(SessionRecord record) implements Rotation {}

  /**
   * {@value Secrets#MOST_PENDING} secrets are pending already; none was added.
   *
   * @param record the session as stored
   */
  record PendingLimitReached(SessionRecord record) implements Rotation {}
}
