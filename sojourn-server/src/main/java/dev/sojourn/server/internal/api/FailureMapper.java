package dev.sojourn.server.internal.api;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.MemberMismatch;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.UnreadableSession;
import dev.sojourn.WriteConflict;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

/** Maps exceptions to problems; of an unexpected one, only an id is disclosed. */
final class FailureMapper {

  private final RequestObserver observer;

  FailureMapper(RequestObserver observer) {
    this.observer = observer;
  }

  Problem problem(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof ProblemException problemException) {
      return problemException.problem();
    }
    if (cause instanceof StoreUnavailable) {
      observer.unavailable(String.valueOf(cause.getMessage()));
      return Problem.storeUnavailable();
    }
    if (cause instanceof MaintenanceNotAllowed) {
      return Problem.maintenanceNotAllowed(String.valueOf(cause.getMessage()));
    }
    if (cause instanceof WriteConflict) {
      return Problem.writeConflict();
    }
    if (cause instanceof MemberMismatch) {
      return Problem.memberMismatch(String.valueOf(cause.getMessage()));
    }
    if (cause instanceof SessionTooLarge) {
      return Problem.tooLarge(String.valueOf(cause.getMessage()));
    }
    return cause instanceof UnreadableSession ? Problem.sessionNotFound() : unexpected(cause);
  }

  /** The cause of a stage's failure, unwrapped. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? cause(failure.getCause())
        : failure;
  }

  private Problem unexpected(Throwable cause) {
    String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
    observer.failed(id, cause);
    return Problem.internalError(id);
  }
}
