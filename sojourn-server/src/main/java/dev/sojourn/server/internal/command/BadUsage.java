package dev.sojourn.server.internal.command;

/** Thrown for an invalid command line or environment. The message is one sentence, no secrets. */
public final class BadUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadUsage(String sentence) {
    super(sentence);
  }
}
