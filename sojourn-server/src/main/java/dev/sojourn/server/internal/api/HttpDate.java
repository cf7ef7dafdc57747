package dev.sojourn.server.internal.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The header {@code Date} (RFC 9110, section 6.6.1), formatted once a second. */
final class HttpDate {

  private static volatile Formatted latest = new Formatted(0);

  private HttpDate() {}

  /** The current time in the format of the header. */
  static String now() {
    long second = System.currentTimeMillis() / 1000;
    Formatted current = latest;
    if (current.second != second) {
      current = new Formatted(second);
      latest = current;
    }
    return current.text;
  }

  private static final class Formatted {

    private final long second;
    private final String text;

    private Formatted(long second) {
      this.second = second;
      this.text =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
    }
  }
}
