package dev.sojourn.server.internal.command;

/** The command line or the environment is wrong, and how, in one sentence without secrets. */
public final class BadUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadUsage(String sentence) {
    super(sentence);
  }
}
