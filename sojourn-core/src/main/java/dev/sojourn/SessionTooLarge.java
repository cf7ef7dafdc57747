package dev.sojourn;

/** A session would exceed its size limits; nothing was written. */
public final class SessionTooLarge extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Creates it with the limits that would be exceeded. */
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
