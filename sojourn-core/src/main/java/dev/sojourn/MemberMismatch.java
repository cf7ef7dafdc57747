package dev.sojourn;

/**
 * A stored value does not fit a change of a member: the enclosing object or array is missing, the
 * index is out of range, or the value has another type. Nothing was written.
 */
public final class MemberMismatch extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Creates it for a member, with what the change needed there. */
  public MemberMismatch(MemberPath path, String needed) {
    super("the session has no " + needed + " at " + path + "; nothing was written", null);
  }
}
