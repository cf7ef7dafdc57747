package dev.sojourn;

/** A session would hold more than it may; nothing was written. */
public final class SessionTooLarge extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Says what the limits are. */
  public SessionTooLarge(SizeLimits limits) {
    super(
        "a session may hold at most "
            + limits.attributes()
            + " attributes and "
            + limits.sessionBytes()
            + " bytes of names and values; store less, or raise the limit",
        null);
  }
}
