package dev.sojourn.spi;

/** The result of {@link SessionStore#access} and {@link SessionStore#peek}. */
public sealed interface Accessed {

  /**
   * The token is valid for this session.
   *
   * @param record the session
   */
  record Live(SessionRecord record) implements Accessed {}

  /**
   * The token is not valid. The reason is for the audit log only; clients cannot tell them apart.
   *
   * @param why the reason
   */
  record Refused(Refusal why) implements Accessed {}

  /** Why a token is not valid. */
  enum Refusal {
    /** There is no session with this id: it ended or expired, or never existed. */
    UNKNOWN,
    /** The session has another secret. */
    WRONG_SECRET,
    /** The secret was replaced, and its grace is over; the session was ended. */
    STOLEN,
    /** The record of the session cannot be read; it was left as it is. */
    UNREADABLE
  }
}
