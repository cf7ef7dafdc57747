package dev.sojourn.server.internal.api;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Times in HTTP: RFC 3339 in UTC, always with three digits of milliseconds. Formatted by hand: each
 * answer has four of them, and a formatter takes longer than the rest of the answer.
 */
final class Rfc3339 {

  private static final DateTimeFormatter ANY_YEAR =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private static final int LAST_YEAR = 9999;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private Rfc3339() {}

  /** The time as text. */
  static String text(Instant time) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > LAST_YEAR) {
      return ANY_YEAR.format(time);
    }
    StringBuilder text = new StringBuilder(24);
    digits(text, utc.getYear(), 1000).append('-');
    digits(text, utc.getMonthValue(), 10).append('-');
    digits(text, utc.getDayOfMonth(), 10).append('T');
    digits(text, utc.getHour(), 10).append(':');
    digits(text, utc.getMinute(), 10).append(':');
    digits(text, utc.getSecond(), 10).append('.');
    return digits(text, time.getNano() / NANOS_PER_MILLI, 100).append('Z').toString();
  }

  /** Appends a number with leading zeros. */
  private static StringBuilder digits(StringBuilder text, int number, int firstUnit) {
    for (int unit = firstUnit; unit > 0; unit /= 10) {
      text.append((char) ('0' + number / unit % 10));
    }
    return text;
  }
}
