package dev.sojourn.server.internal.command;

import java.util.Locale;

/** Formats numbers for the console, independent of the locale. */
final class NumberFormat {

  private NumberFormat() {}

  /** An integer with separated thousands. */
  static String number(long number) {
    return format("%,d", number);
  }

  static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
