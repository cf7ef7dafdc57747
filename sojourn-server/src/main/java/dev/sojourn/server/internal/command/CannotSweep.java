package dev.sojourn.server.internal.command;

/** A sweep was asked for and did not come to its end, and why, in one sentence. */
final class CannotSweep extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotSweep(String sentence) {
    super(sentence);
  }
}
