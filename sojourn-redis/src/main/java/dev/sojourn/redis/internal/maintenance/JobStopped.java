package dev.sojourn.redis.internal.maintenance;

import org.jspecify.annotations.Nullable;

/** Thrown inside a job that has to stop before it is done; the message is the report's detail. */
final class JobStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JobStopped(String reason) {
    super(reason, null, false, false); // expected, so it costs no stack trace
  }

  /** A reason after which the next run resumes from the saved cursors. */
  static JobStopped resumable(@Nullable String reason) {
    return new JobStopped(reason + "; the next run resumes here");
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
