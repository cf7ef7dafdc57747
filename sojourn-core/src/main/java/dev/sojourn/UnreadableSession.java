package dev.sojourn;

import org.jspecify.annotations.Nullable;

/**
 * Something stored in a session cannot be read as what is asked for; only that session is
 * concerned.
 */
public final class UnreadableSession extends SojournException {

  private static final long serialVersionUID = 1L;

  /** What cannot be read, in one sentence without the value, and why. */
  public UnreadableSession(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
