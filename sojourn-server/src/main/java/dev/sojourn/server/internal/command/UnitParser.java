package dev.sojourn.server.internal.command;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations, sizes and counts on the command line. */
final class UnitParser {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([km]?)");
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

  private static final Map<String, Duration> TIME_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private static final Map<String, Integer> SIZE_UNITS = Map.of("", 1, "k", 1024, "m", 1024 * 1024);

  private UnitParser() {}

  /**
   * Parses a duration, like {@code 500ms}, {@code 30m} or {@code PT30M}.
   *
   * @throws IllegalArgumentException with one sentence
   */
  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    return matcher.matches()
        ? unit(matcher).multipliedBy(Long.parseLong(matcher.group(1)))
        : isoDuration(text);
  }

  /**
   * Parses a number of bytes, like {@code 65536}, {@code 64k} or {@code 1m}.
   *
   * @throws IllegalArgumentException with one sentence
   */
  static int bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a size is a number of bytes, or one with k or m, like 64k: " + text);
    }
    long bytes = Long.parseLong(matcher.group(1)) * sizeUnit(matcher);
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a size must be below 2048m: " + text);
    }
    return (int) bytes;
  }

  /**
   * Parses a number.
   *
   * @throws IllegalArgumentException with one sentence
   */
  static int count(String text) {
    if (!COUNT.matcher(text).matches()) {
      throw new IllegalArgumentException("not a number: " + text);
    }
    return Integer.parseInt(text);
  }

  private static Duration isoDuration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "a duration is a number with ms, s, m, h or d, like 30m, or ISO 8601, like PT30M: "
              + text,
          e);
    }
  }

  private static Duration unit(Matcher matcher) {
    return TIME_UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
  }

  private static int sizeUnit(Matcher matcher) {
    return SIZE_UNITS.getOrDefault(matcher.group(2), 1);
  }
}
