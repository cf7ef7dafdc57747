package dev.sojourn.testkit;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a debugger may stop a test at a breakpoint: where the setting {@code sojourn.debug} is
 * {@code true}. Tests then wait for hours, and what they test gets the longest timeouts that its
 * settings allow. A test whose subject is a timeout may fail then.
 */
public final class Debugging {

  private static final Duration LONG = Duration.ofHours(1);

  private Debugging() {}

  /** Whether it may. */
  public static boolean isOn() {
    return Setting.of("sojourn.debug").equals(Optional.of("true"));
  }

  /** That limit, an hour while debugging. */
  public static Duration orLonger(Duration limit) {
    return isOn() ? LONG : limit;
  }
}
