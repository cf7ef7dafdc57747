package dev.sojourn;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer in time, or not with an answer. Whether a write took effect is unknown.
 * It is never a logout: the session may well live.
 */
public final class StoreUnavailable extends SojournException {

  private static final long serialVersionUID = 1L;

  /** What was wrong, in one sentence, and what caused it. */
  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
