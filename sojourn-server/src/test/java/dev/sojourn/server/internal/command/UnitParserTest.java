package dev.sojourn.server.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitParserTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "20s, PT20S",
    "30m, PT30M",
    "12h, PT12H",
    "7d, PT168H",
    "PT30M, PT30M",
    "P1D, PT24H",
    "999999999d, PT23999999976H"
  })
  void aDurationIsANumberWithAUnitOrIso8601(String text, Duration duration) {
    assertThat(UnitParser.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"30", "30 m", "m", "1.5h", "30M", "1h30m", "-5m", "P1Y", "9999999999s", "x"})
  void anythingElseIsNoDuration(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnitParser.duration(text))
        .withMessageStartingWith("a duration is a number with ms, s, m, h or d, like 30m")
        .withMessageEndingWith(": " + text);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "64k, 65536", "1m, 1048576", "2047m, 2146435072"})
  void aSizeIsInBytesUnlessItSaysOtherwise(String text, int bytes) {
    assertThat(UnitParser.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64kb", "64K", "k", "-1", "1g", "1.5m", "64 k"})
  void anythingElseIsNoSize(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnitParser.bytes(text))
        .withMessage("a size is a number of bytes, or one with k or m, like 64k: " + text);
  }

  @Test
  void aSizeThatNoSessionCanHaveIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnitParser.bytes("2048m"))
        .withMessage("a size must be below 2048m: 2048m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "five", "1.0", "9999999999"})
  void aCountIsDigitsOnly(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnitParser.count(text))
        .withMessage("not a number: " + text);
  }
}
