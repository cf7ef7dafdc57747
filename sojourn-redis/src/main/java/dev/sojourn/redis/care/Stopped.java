package dev.sojourn.redis.care;

/** A job stops before its end, and why, in one sentence. */
final class Stopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Stopped(String sentence) {
    super(sentence, null, false, false); // expected, so it costs no stack trace
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
