package dev.sojourn.redis.internal.maintenance;

/** A job stops before its end, and why, in one sentence. */
final class JobStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JobStopped(String sentence) {
    super(sentence, null, false, false); // expected, so it costs no stack trace
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
