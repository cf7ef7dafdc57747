package dev.sojourn.testkit;

import java.time.Duration;
import java.util.Optional;

/**
 * Support for stopping a test at a breakpoint: with the setting {@code sojourn.debug=true}, tests
 * wait for hours, and the code under test gets the longest timeouts that its settings allow. A test
 * about a timeout may then fail.
 */
public final class Debugging {

  private static final Duration LONG = Duration.ofHours(1);

  private Debugging() {}

  /** Whether the setting is on. */
  public static boolean isOn() {
    return Setting.of("sojourn.debug").equals(Optional.of("true"));
  }

  /** The given limit, or an hour while debugging. */
  public static Duration orLonger(Duration limit) {
    return isOn() ? LONG : limit;
  }
}
