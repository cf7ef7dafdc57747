package dev.sojourn.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test that {@code docs/requirements.md} names exists. */
final class RequirementsTest {

  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z0-9.]+) \\| .* \\| .+ \\|$");

  private static final Path TABLE = Pages.ROOT.resolve("docs/requirements.md");
  private static final Map<String, String> SOURCES =
      Pages.sources().stream()
          .collect(
              Collectors.toMap(
                  path -> path.getFileName().toString().replace(".java", ""),
                  Pages::text,
                  String::concat));

  @Test
  void everyRequirementHasARow() {
    List<String> laws = List.of("1", "2", "3", "4", "5", "6", "7", "9", "10");
    Stream<String> rules =
        IntStream.concat(IntStream.rangeClosed(1, 26), IntStream.of(29, 30))
            .mapToObj(Integer::toString);
    String nested = "N1 N2 N3 N4 N5 N6 N7";
    String forms = "W1 W2 W3 W4 W5 W6 W7 W8 W9 W10 W11 W12 W13 W14";
    String advice = "V1 V2 V3 V4";
    String threats =
        "A1 A2 A3 A4 A6 A7 A8 C4 C5 C6 C7 D1 D8 D9 D12 D13 G6 G7 G8 G9 H1 H2 H4 H6 I1 I6 I8 I9 J2 J5"
            + " J7 K1 K2 K9 M1 M4";
    String faults =
        "FT1 FT2 FT3 FT4 FT5 FT6 FT7 FT8 FT9 FT10 FT11 FT12 FT14 FT16 FT18 FT20 FT21 FT24 FT25 FT26"
            + " FT27 FT29 FT30 FT33 FT35";
    assertThat(ROW.matcher(Pages.text(TABLE)).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(
            Stream.of(
                    laws.stream(),
                    rules,
                    words(nested),
                    words(forms),
                    words(advice),
                    words(threats),
                    words(faults),
                    words("3.17 3.18"))
                .flatMap(rows -> rows)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("named")
  void everyTestThatIsNamedIsThere(String type, String method) {
    assertThat(SOURCES).containsKey(type);
    assertThat(SOURCES.get(type)).containsPattern("[ >]" + method + "( =|\\()");
  }

  static Stream<String[]> named() {
    return Pages.all().stream()
        .flatMap(page -> NAMED.matcher(Pages.text(page)).results())
        .map(RequirementsTest::typeAndMethod);
  }

  private static String[] typeAndMethod(MatchResult found) {
    return new String[] {found.group(1), found.group(2)};
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(" ", -1));
  }
}
