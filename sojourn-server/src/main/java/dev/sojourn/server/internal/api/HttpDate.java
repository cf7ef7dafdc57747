package dev.sojourn.server.internal.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The header {@code Date} (RFC 9110, section 6.6.1), spelled once a second. */
final class HttpDate {

  private static volatile Spelled latest = new Spelled(0);

  private HttpDate() {}

  /** The time now, as the header has it. */
  static String now() {
    long second = System.currentTimeMillis() / 1000;
    Spelled known = latest;
    if (known.second != second) {
      known = new Spelled(second);
      latest = known;
    }
    return known.text;
  }

  private static final class Spelled {

    private final long second;
    private final String text;

    private Spelled(long second) {
      this.second = second;
      this.text =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
    }
  }
}
