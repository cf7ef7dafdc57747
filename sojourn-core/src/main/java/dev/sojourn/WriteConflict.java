package dev.sojourn;

/** Others kept changing the session for longer than the retries last; the change was not made. */
public final class WriteConflict extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Says which session it was. */
  public WriteConflict(SessionId id) {
    super("others kept changing session " + id + "; try again", null);
  }
}
