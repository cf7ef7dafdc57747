package dev.sojourn.spi;

/** What a store answers to a token. */
public sealed interface Accessed {

  /**
   * The token opens this session.
   *
   * @param record the session
   */
  record Live(SessionRecord record) implements Accessed {}

  /**
   * The token opens nothing. Why is for the audit log alone: to the outside all are the same.
   *
   * @param why the reason
   */
  record Refused(Refusal why) implements Accessed {}

  /** Why a token opens nothing. */
  enum Refusal {
    /** No session has this id: ended, expired, or never there. */
    UNKNOWN,
    /** The session has another secret. */
    WRONG_SECRET,
    /** The secret was replaced longer ago than its grace; the session was ended. */
    STOLEN,
    /** What lies under the id is no readable session; it was left as it is. */
    UNREADABLE
  }
}
