package dev.sojourn.server.internal.command;

/** A dictionary was asked for and none was made, or put to use, and why, in one sentence. */
final class CannotTrain extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotTrain(String sentence) {
    super(sentence);
  }
}
