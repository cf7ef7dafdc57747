package dev.sojourn.server.internal.command;

/** A migration was asked for and did not come to its end, and why, in one sentence. */
final class CannotMigrate extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotMigrate(String sentence) {
    super(sentence);
  }
}
