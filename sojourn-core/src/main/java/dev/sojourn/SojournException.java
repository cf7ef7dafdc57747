package dev.sojourn;

import org.jspecify.annotations.Nullable;

/** What could not be done, in one sentence without secrets, with its cause. */
public abstract sealed class SojournException extends RuntimeException
    permits StoreUnavailable,
        UnreadableSession,
        WriteConflict,
        SessionTooLarge,
        MemberMismatch,
        MaintenanceNotAllowed {

  private static final long serialVersionUID = 1L;

  SojournException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
