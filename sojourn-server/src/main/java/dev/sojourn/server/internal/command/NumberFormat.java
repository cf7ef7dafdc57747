package dev.sojourn.server.internal.command;

import java.util.Locale;

/** Numbers for a person, written alike wherever the process runs. */
final class NumberFormat {

  private NumberFormat() {}

  /** A whole number, its thousands apart. */
  static String number(long number) {
    return format("%,d", number);
  }

  static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
