package dev.sojourn.server.internal.api;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations in HTTP: ISO 8601 without years and months, whose length depends on the calendar. */
final class IsoDurations {

  private static final Pattern WEEKS = Pattern.compile("P(\\d{1,4})W");
  private static final Pattern SYNTAX =
      Pattern.compile("P(?=.)(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+([.,]\\d{1,9})?S)?)?");
  private static final int DAYS_OF_A_WEEK = 7;

  private IsoDurations() {}

  /**
   * Parses a duration.
   *
   * @throws IllegalArgumentException with one sentence that does not repeat the text
   */
  static Duration parse(String text) {
    Matcher weeks = WEEKS.matcher(text);
    if (weeks.matches()) {
      return Duration.ofDays(Integer.parseInt(weeks.group(1)) * (long) DAYS_OF_A_WEEK);
    }
    try {
      if (SYNTAX.matcher(text).matches()) {
        return Duration.parse(text);
      }
    } catch (DateTimeParseException e) {
      throw invalid(e);
    }
    throw invalid(null);
  }

  private static IllegalArgumentException invalid(@Nullable Throwable cause) {
    return new IllegalArgumentException(
        "a duration must be ISO 8601 without years and months, like PT30M or P1DT12H", cause);
  }
}
