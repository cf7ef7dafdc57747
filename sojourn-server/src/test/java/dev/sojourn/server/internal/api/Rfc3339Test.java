package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Rfc3339Test {

  private static final DateTimeFormatter MODEL =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T18:00:00Z, 2026-11-23T18:00:00.000Z",
    "2026-11-23T18:00:00.1239Z, 2026-11-23T18:00:00.123Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
    "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
  })
  void aTimeHasThreeDigitsOfMilliseconds(Instant time, String text) {
    assertThat(Rfc3339.text(time)).isEqualTo(text);
  }

  @Test
  void itIsWhatTheLibrarySays() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      Instant time = Instant.ofEpochMilli(random.nextLong() >> (10 + random.nextInt(40)));
      assertThat(Rfc3339.text(time)).isEqualTo(MODEL.format(time));
    }
  }
}
