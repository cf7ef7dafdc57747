package dev.sojourn.testkit;

import java.util.Optional;

/**
 * The number of rounds of a random or racing test. Tests state the number for a full run; the
 * setting {@code sojourn.rounds} says how many of each 10,000 this run does, {@value #DEFAULT} by
 * default.
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
   * Whether this is a full run, which skips nothing. The setting {@code sojourn.full=true} makes a
   * run with fewer rounds a full one.
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
