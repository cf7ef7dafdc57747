package dev.sojourn.server.internal.command;

/** Thrown when no dictionary can be trained or put to use. The message is one sentence. */
final class CannotTrain extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotTrain(String sentence) {
    super(sentence);
  }
}
