package dev.sojourn;

/**
 * What lies in a session is not what a change of a member needs: no object or array around it, an
 * index out of range, or a value of another type. Nothing was written.
 */
public final class MemberMismatch extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Says which member, and what was needed there. */
  public MemberMismatch(MemberPath path, String needed) {
    super("the session has no " + needed + " at " + path + "; nothing was written", null);
  }
}
