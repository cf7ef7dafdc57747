package dev.sojourn;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer in time, or answered with an error. Whether a write took effect is
 * unknown. Never a logout: the session may still be live.
 */
public final class StoreUnavailable extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a sentence and its cause. */
  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
