package dev.sojourn;

import org.jspecify.annotations.Nullable;

/** Base of all exceptions of Sojourn. The message is one sentence without secrets. */
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
