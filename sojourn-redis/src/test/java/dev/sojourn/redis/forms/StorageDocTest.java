package dev.sojourn.redis.forms;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Docs;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/storage.md} agrees with the code on permissions and settings. */
final class StorageDocTest {

  private static final String DOC = Docs.text("docs/storage.md");
  private static final RedisSettings DEFAULTS = RedisSettings.of("redis://");
  private static final NearCacheSettings NEAR = NearCacheSettings.DEFAULT;

  private static final Map<String, String> DEFAULT_TEXTS =
      Map.ofEntries(
          entry("uri", "none"),
          entry("layout", DEFAULTS.layout().name()),
          entry("naming", DEFAULTS.naming().name()),
          entry("shortNames", DEFAULTS.shortNames().isEmpty() ? "none" : "some"),
          entry("compression", DEFAULTS.compression().name()),
          entry("keyspace", DEFAULTS.keyspace().name()),
          entry("namespace", DEFAULTS.namespace().isEmpty() ? "empty" : DEFAULTS.namespace()),
          entry("timeouts.idle", millis(DEFAULTS.timeouts().idle())),
          entry("timeouts.absolute", millis(DEFAULTS.timeouts().absolute())),
          entry("limits.sessionBytes", "" + DEFAULTS.limits().sessionBytes()),
          entry("limits.attributes", "" + DEFAULTS.limits().attributes()),
          entry(
              "sessionsPerUser.most",
              DEFAULTS.sessionsPerUser().isLimited() ? "a limit" : "any number"),
          entry("sessionsPerUser.atLimit", DEFAULTS.sessionsPerUser().atLimit().name()),
          entry("rotationGrace", millis(DEFAULTS.rotationGrace())),
          entry("commandTimeout", millis(DEFAULTS.commandTimeout())),
          entry("requestQueue", "" + DEFAULTS.requestQueue()),
          entry("conflictTimeout", millis(DEFAULTS.conflictTimeout())),
          entry("nearCache.mostBytes", "" + NEAR.mostBytes()),
          entry("nearCache.lease", millis(NEAR.lease())),
          entry("nearCache.heartbeat", millis(NEAR.heartbeat())));

  /** Sets a setting to a number, in milliseconds or its own unit. */
  private static final Map<String, LongFunction<Object>> SETTERS =
      Map.ofEntries(
          entry("namespace", n -> DEFAULTS.withNamespace("n".repeat((int) n))),
          entry("timeouts.idle", n -> new Timeouts(Duration.ofMillis(n), Timeouts.MOST)),
          entry("timeouts.absolute", n -> new Timeouts(Timeouts.LEAST, Duration.ofMillis(n))),
          entry("limits.sessionBytes", n -> new SizeLimits((int) n, 1)),
          entry("limits.attributes", n -> new SizeLimits(1, (int) n)),
          entry("sessionsPerUser.most", n -> new SessionsPerUser((int) n, AtLimit.REFUSE)),
          entry("rotationGrace", n -> DEFAULTS.withRotationGrace(Duration.ofMillis(n))),
          entry("commandTimeout", n -> DEFAULTS.withCommandTimeout(Duration.ofMillis(n))),
          entry("requestQueue", n -> DEFAULTS.withRequestQueue((int) n)),
          entry("conflictTimeout", n -> DEFAULTS.withConflictTimeout(Duration.ofMillis(n))),
          entry("nearCache.mostBytes", NEAR::withMostBytes),
          entry("nearCache.lease", n -> NEAR.withLease(Duration.ofMillis(n))),
          entry(
              "nearCache.heartbeat",
              n -> new NearCacheSettings(1 << 16, NEAR.lease(), Duration.ofMillis(n))));

  private static final Map<String, Long> UNITS =
      Map.of("ms", 1L, "s", 1000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  /** A row of the settings table. */
  record Row(String name, String type, String byDefault, String least, String most) {

    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void theRightsAreTheOnesThatTheTestsRunWith() {
    String files = "sojourn-rig/src/main/resources/dev/sojourn/rig/server/";
    assertThat(Docs.between("```acl\n", "```", DOC))
        .containsExactly(
            Docs.text(files + "sojourn.acl"),
            Docs.text(files + "sojourn-maintenance.acl"),
            Docs.text(files + "sojourn-migrate.acl"));
  }

  @Test
  void everySettingHasARow() {
    assertThat(rows().map(row -> row.name().replaceAll("\\..*", "")).distinct())
        .containsExactlyInAnyOrderElementsOf(settings().toList());
  }

  private static Stream<String> settings() {
    return Stream.of(RedisSettings.class.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .map(Field::getName);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowHasTheDefault(Row row) {
    assertThat(isAmount(row.byDefault()) ? "" + amount(row.byDefault()) : row.byDefault())
        .isEqualTo(DEFAULT_TEXTS.get(row.name()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowHasTheLeastThatIsTaken(Row row) {
    if (isAmount(row.least())) {
      assertThat(SETTERS.get(row.name()).apply(amount(row.least()))).isNotNull();
      assertRefused(row, amount(row.least()) - 1);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowHasTheMostThatIsTaken(Row row) {
    if (isAmount(row.most())) {
      assertThat(SETTERS.get(row.name()).apply(amount(row.most()))).isNotNull();
      assertRefused(row, amount(row.most()) + 1);
    }
  }

  /** An amount beyond an int is tried as the negative int that it wraps to. */
  private static void assertRefused(Row row, long amount) {
    assertThatIllegalArgumentException().isThrownBy(() -> SETTERS.get(row.name()).apply(amount));
  }

  static Stream<Row> rows() {
    return DOC.substring(DOC.indexOf("\n| setting |"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> List.of(line.replace("`", "").split("\\s*\\|\\s*")))
        .map(
            cells -> new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5)));
  }

  private static boolean isAmount(String cell) {
    return cell.matches("\\d+( [a-z]+)?");
  }

  private static long amount(String cell) {
    String[] parts = cell.split(" ", 2);
    return Long.parseLong(parts[0]) * (parts.length == 1 ? 1 : UNITS.get(parts[1]));
  }

  private static String millis(Duration duration) {
    return "" + duration.toMillis();
  }
}
