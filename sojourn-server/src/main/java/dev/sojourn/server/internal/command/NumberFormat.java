package dev.sojourn.server.internal.command;

import java.time.Duration;
import java.util.Locale;

/** Formats numbers for the console, independent of the locale. */
final class NumberFormat {

  private NumberFormat() {}

  /** An integer with separated thousands. */
  static String number(long number) {
    return format("%,d", number);
  }

  /** A duration in whole seconds, minutes, hours or days, as people say it. */
  static String span(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
      return duration.toSeconds() + " s";
    }
    if (duration.compareTo(Duration.ofHours(2)) < 0) {
      return duration.toMinutes() + " min";
    }
    return duration.compareTo(Duration.ofDays(3)) < 0
        ? duration.toHours() + " h"
        : number(duration.toDays()) + " days";
  }

  static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
