package dev.sojourn;

/** Concurrent changes prevented this one until its retries ran out of time; nothing was written. */
public final class WriteConflict extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Creates it for a session. */
  public WriteConflict(SessionId id) {
    super("others kept changing session " + id + "; try again", null);
  }
}
