package dev.sojourn.server.internal.command;

/** Thrown when a sweep does not start or does not complete. The message is one sentence. */
final class CannotSweep extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotSweep(String sentence) {
    super(sentence);
  }
}
