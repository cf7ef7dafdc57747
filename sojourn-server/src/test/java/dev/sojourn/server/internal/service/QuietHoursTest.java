package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quiet hours, also across midnight and changes of the clock. */
final class QuietHoursTest {

  @ParameterizedTest
  @CsvSource({
    // the last moment before, the first and the last within, the first after
    "02:00-05:00,                2026-11-26T01:59:59Z, 2026-11-26T02:00:00Z, 2026-11-26T04:59:59Z, 2026-11-26T05:00:00Z",
    "02:00-05:00 UTC,            2026-11-26T01:59:59Z, 2026-11-26T02:00:00Z, 2026-11-26T04:59:59Z, 2026-11-26T05:00:00Z",
    "02:00-05:00 Europe/Berlin,  2026-11-26T00:59:59Z, 2026-11-26T01:00:00Z, 2026-11-26T03:59:59Z, 2026-11-26T04:00:00Z",
    "02:00-05:00 +05:30,         2026-11-25T20:29:59Z, 2026-11-25T20:30:00Z, 2026-11-25T23:29:59Z, 2026-11-25T23:30:00Z",
    "22:00-04:00,                2026-11-25T21:59:59Z, 2026-11-25T22:00:00Z, 2026-11-26T03:59:59Z, 2026-11-26T04:00:00Z",
    "23:30-00:30 Asia/Tokyo,     2026-11-25T14:29:59Z, 2026-11-25T14:30:00Z, 2026-11-25T15:29:59Z, 2026-11-25T15:30:00Z",
    // forward at 02:00 on 2026-03-29: one hour less
    "01:00-05:00 Europe/Berlin,  2026-03-28T23:59:59Z, 2026-03-29T00:00:00Z, 2026-03-29T02:59:59Z, 2026-03-29T03:00:00Z",
    // begins in the skipped hour
    "02:30-05:00 Europe/Berlin,  2026-03-29T01:29:59Z, 2026-03-29T01:30:00Z, 2026-03-29T02:59:59Z, 2026-03-29T03:00:00Z",
    // back at 03:00 on 2026-10-25: one hour more
    "01:00-05:00 Europe/Berlin,  2026-10-24T22:59:59Z, 2026-10-24T23:00:00Z, 2026-10-25T03:59:59Z, 2026-10-25T04:00:00Z",
    // begins and ends in the repeated hour: the first occurrence
    "02:15-02:45 Europe/Berlin,  2026-10-25T00:14:59Z, 2026-10-25T00:15:00Z, 2026-10-25T00:44:59Z, 2026-10-25T00:45:00Z",
  })
  void theyBeginAndEnd(String hours, Instant before, Instant first, Instant last, Instant after) {
    QuietHours quiet = QuietHours.parse(hours);
    assertThat(quiet.window(before)).isEmpty();
    assertThat(quiet.window(first)).contains(new QuietHours.Window(first, after));
    assertThat(quiet.window(last)).contains(new QuietHours.Window(first, after));
    assertThat(quiet.window(after)).isEmpty();
  }

  /** The second 02:30 of that night is outside them, too. */
  @Test
  void aNightHasThemOnce() {
    QuietHours quiet = QuietHours.parse("02:15-02:45 Europe/Berlin");
    assertThat(quiet.window(Instant.parse("2026-10-25T01:30:00Z"))).isEmpty();
  }

  @Test
  void anHourThatTheClockDoesNotShowIsLeftOut() {
    QuietHours quiet = QuietHours.parse("02:00-03:00 Europe/Berlin");
    Instant midnight = Instant.parse("2026-03-28T23:00:00Z");
    for (int minute = 0; minute < 600; minute++) {
      assertThat(quiet.window(midnight.plus(Duration.ofMinutes(minute)))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2:00-5:00",
        "02:00",
        "02:00-",
        "02:00-25:00",
        "24:00-05:00",
        "02:60-05:00",
        "02:00-02:00",
        "02:00-05:00 Europe/Nowhere",
        "02:00-05:00Europe/Berlin",
        "02:00-05:00 Europe/Berlin x",
        "02:00 - 05:00"
      })
  void whatIsNoHoursIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> QuietHours.parse(text));
  }

  @Test
  void theZoneIsSaid() {
    assertThat(QuietHours.parse("02:00-05:00")).hasToString("02:00-05:00 UTC");
    assertThat(QuietHours.parse("22:30-05:00 Europe/Berlin"))
        .hasToString("22:30-05:00 Europe/Berlin");
  }
}
