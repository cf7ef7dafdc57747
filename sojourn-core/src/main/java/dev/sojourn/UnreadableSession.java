package dev.sojourn;

import org.jspecify.annotations.Nullable;

/** A stored value cannot be read as the requested type. Affects that session only. */
public final class UnreadableSession extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a sentence that does not contain the value, and its cause. */
  public UnreadableSession(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
