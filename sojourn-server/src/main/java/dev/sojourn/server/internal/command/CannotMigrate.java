package dev.sojourn.server.internal.command;

/** Thrown when a migration does not start or does not complete. The message is one sentence. */
final class CannotMigrate extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotMigrate(String sentence) {
    super(sentence);
  }
}
