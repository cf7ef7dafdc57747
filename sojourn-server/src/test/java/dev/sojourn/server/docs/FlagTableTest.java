package dev.sojourn.server.docs;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.server.internal.command.ServeFlag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of flags in {@code docs/http.md} has every flag, with the default that the code has.
 */
final class FlagTableTest {

  private static final RedisSettings DEFAULTS = RedisSettings.of("redis://");
  private static final Pattern FLAG = Pattern.compile("`(--[\\w-]+)");

  static Stream<Map.Entry<String, String>> defaults() {
    return Stream.of(
        entry("--layout", spelled(DEFAULTS.layout())),
        entry("--naming", spelled(DEFAULTS.naming())),
        entry("--compress", spelled(DEFAULTS.compression())),
        entry("--keyspace", spelled(DEFAULTS.keyspace())),
        entry("--idle-timeout", DEFAULTS.timeouts().idle().toMinutes() + "m"),
        entry("--absolute-timeout", DEFAULTS.timeouts().absolute().toHours() + "h"),
        entry("--session-size", DEFAULTS.limits().sessionBytes() / 1024 + "k"),
        entry("--at-limit", spelled(DEFAULTS.sessionsPerUser().atLimit())),
        entry("--command-timeout", DEFAULTS.commandTimeout().toMillis() + "ms"),
        entry("--near-cache-size", NearCacheSettings.DEFAULT.mostBytes() / (1024 * 1024) + "m"));
  }

  /** A row of the table: its flags, and the default of each. */
  private record Row(List<String> flags, List<String> defaults) {

    static Row of(String line) {
      List<String> cells = List.of(line.split(" \\| ", -1));
      return new Row(
          FLAG.matcher(cells.get(0)).results().map(flag -> flag.group(1)).toList(),
          List.of(cells.get(1).replace("`", "").split("[,;] ", -1)));
    }
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void aFlagHasItsDefault(Map.Entry<String, String> expected) {
    assertThat(rows().filter(row -> row.flags().contains(expected.getKey())))
        .singleElement()
        .extracting(row -> row.defaults().get(row.flags().indexOf(expected.getKey())))
        .isEqualTo(expected.getValue());
  }

  @Test
  void everyFlagHasARow() {
    assertThat(rows().flatMap(row -> row.flags().stream()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ServeFlag.values()).map(ServeFlag::flag).toList());
  }

  private static Stream<Row> rows() {
    return Pages.text(Pages.ROOT.resolve("docs/http.md"))
        .lines()
        .filter(line -> line.startsWith("| `--"))
        .map(Row::of);
  }

  /** A constant as flags spell it. */
  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
