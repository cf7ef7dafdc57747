package dev.sojourn.testkit;

import java.util.Optional;

/**
 * How many rounds a random or racing test runs. Tests name the number of a full run; the setting
 * {@code sojourn.rounds} says how many of each 10,000 this run does: 10,000 in a full check, a
 * tenth in the ordinary one, {@value #DEFAULT} where nothing is said.
 */
public final class Rounds {

  private static final int FULL = 10_000;
  private static final int DEFAULT = 100;

  private Rounds() {}

  /**
   * The rounds of this run, at least one.
   *
   * @param full the rounds of a full run
   */
  public static int of(int full) {
    return of(full, ofTenThousand());
  }

  /**
   * Whether this is a full run, which leaves nothing out; one with fewer rounds is where the
   * setting {@code sojourn.full} is {@code true}.
   */
  public static boolean isFull() {
    return ofTenThousand() >= FULL || Setting.of("sojourn.full").equals(Optional.of("true"));
  }

  private static int ofTenThousand() {
    return Setting.of("sojourn.rounds").map(Integer::parseInt).orElse(DEFAULT);
  }

  static int of(int full, int ofTenThousand) {
    return Math.toIntExact(Math.max(1, (long) full * ofTenThousand / FULL));
  }
}
