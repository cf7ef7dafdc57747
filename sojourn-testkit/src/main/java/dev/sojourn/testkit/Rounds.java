package dev.sojourn.testkit;

/** How many rounds a racing or random test runs. */
final class Rounds {

  private static final int CONFIGURED = Integer.getInteger("sojourn.rounds", 100);

  private Rounds() {}

  /** As many as configured by the system property {@code sojourn.rounds}, 100 unless it is set. */
  static int all() {
    return CONFIGURED;
  }

  /** A part of them, for rounds that take longer; at least one. */
  static int oneOf(int part) {
    return Math.max(1, CONFIGURED / part);
  }
}
