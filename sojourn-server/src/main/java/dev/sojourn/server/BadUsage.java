package dev.sojourn.server;

/** The command line or the environment is wrong, and how, in one sentence without secrets. */
final class BadUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadUsage(String sentence) {
    super(sentence);
  }
}
