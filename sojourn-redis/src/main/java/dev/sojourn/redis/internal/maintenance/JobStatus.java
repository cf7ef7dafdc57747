package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of the latest run of a job, which is also the progress to resume from. A hash:
 *
 * <pre>
 * HGETALL sweep:latest
 * fence 7  state done  kind remove  users 1000000  stale 1000000  removed 1000000
 * started_at 1795520615456  updated_at 1795520655456  cursors 5f9c…=over
 * </pre>
 *
 * <p>Times are milliseconds by Redis' clock. {@code detail} says why a job is not done.
 */
final class JobStatus {

  static final String DONE = "done";
  static final String FAILED = "failed";

  private static final String RUNNING = "running";

  private JobStatus() {}

  static boolean isRunning(Map<String, String> fields) {
    return RUNNING.equals(fields.get("state"));
  }

  /** The same fields with the state {@code failed} and a detail. */
  static Map<String, String> failed(Map<String, String> fields, String detail) {
    Map<String, String> failed = new HashMap<>(fields);
    failed.putAll(Map.of("state", FAILED, "detail", detail));
    return failed;
  }

  /** The report of a sweep; missing or damaged fields count as zero. */
  static SweepReport report(Map<String, String> fields) {
    return new SweepReport(
        state(fields.getOrDefault("state", "")),
        kind(fields.getOrDefault("kind", "")),
        number(fields, "users"),
        number(fields, "stale"),
        number(fields, "removed"),
        startedAt(fields),
        elapsed(fields),
        detail(fields));
  }

  static Instant startedAt(Map<String, String> fields) {
    return Instant.ofEpochMilli(number(fields, "started_at"));
  }

  static Duration elapsed(Map<String, String> fields) {
    return Duration.ofMillis(number(fields, "updated_at") - number(fields, "started_at"));
  }

  static Optional<String> detail(Map<String, String> fields) {
    return Optional.ofNullable(fields.get("detail"));
  }

  /** Fields from a list of alternating names and values. */
  static Map<String, String> fields(List<String> namesAndValues) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
      fields.put(namesAndValues.get(i), namesAndValues.get(i + 1));
    }
    return fields;
  }

  /** Fields from a hash reply. */
  static Map<String, String> fields(@Nullable Map<String, byte[]> hash) {
    Map<String, String> fields = new HashMap<>();
    if (hash == null) {
      return fields;
    }
    hash.forEach((name, value) -> fields.put(name, new String(value, StandardCharsets.UTF_8)));
    return fields;
  }

  static long number(Map<String, String> fields, String name) {
    String text = fields.getOrDefault(name, "");
    return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static State state(String name) {
    return switch (name) {
      case RUNNING -> State.RUNNING;
      case DONE -> State.DONE;
      default -> State.FAILED;
    };
  }

  private static SweepMode kind(String name) {
    return name.equals(name(SweepMode.DRY_RUN)) ? SweepMode.DRY_RUN : SweepMode.REMOVE;
  }
}
