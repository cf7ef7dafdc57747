package dev.sojourn.server.internal.service;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The quiet hours of each day in a time zone: {@code 02:00-05:00 Europe/Berlin}. They may span
 * midnight. When clocks are set forward, the skipped hours are left out; when clocks are set back,
 * repeated hours count once: from the first occurrence of the start to the first occurrence of the
 * end.
 *
 * @param from the start
 * @param to the end; if before {@code from}, on the next day
 * @param zone the time zone
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

  private static final Pattern HOURS =
      Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)(?: (\\S{1,64}))?");

  public QuietHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("quiet hours must not end when they begin");
    }
  }

  /**
   * The quiet hours of one day.
   *
   * @param start the start, inclusive
   * @param end the end, exclusive
   */
  record Window(Instant start, Instant end) {

    boolean contains(Instant time) {
      return !time.isBefore(start) && time.isBefore(end);
    }
  }

  /**
   * Parses quiet hours; without a zone they are in UTC.
   *
   * @throws IllegalArgumentException with one sentence
   */
  public static QuietHours parse(String text) {
    Matcher matcher = HOURS.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "quiet hours are HH:MM-HH:MM, optionally with a time zone, like 02:00-05:00 Europe/Berlin: "
              + text);
    }
    return new QuietHours(
        time(matcher.group(1)),
        time(matcher.group(2)),
        Optional.ofNullable(matcher.group(3)).map(QuietHours::zone).orElse(ZoneOffset.UTC));
  }

  /** The quiet hours that contain this moment, if any. */
  Optional<Window> window(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    return Stream.of(today.minusDays(1), today)
        .map(this::windowOf)
        .filter(window -> window.contains(now))
        .findFirst();
  }

  private Window windowOf(LocalDate day) {
    LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
    return new Window(
        day.atTime(from).atZone(zone).toInstant(), last.atTime(to).atZone(zone).toInstant());
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time of day, 00:00 to 23:59: " + text, e);
    }
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time zone, like Europe/Berlin or UTC: " + name, e);
    }
  }

  /** The format of the command line, always with the zone. */
  @Override
  public String toString() {
    return from + "-" + to + " " + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone);
  }
}
