package dev.sojourn.server.internal.api;

import dev.sojourn.server.internal.api.MaintenanceApi.NearCacheStatus;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/** The JSON of sweeps and statistics. */
final class MaintenanceJson {

  /** The percentiles of the time left. */
  private static final int[] PERCENTILES = {10, 50, 90, 99};

  private MaintenanceJson() {}

  /** The report of a sweep. */
  static void sweep(JsonGenerator out, SweepReport report) {
    out.writeStartObject();
    out.writeStringProperty("state", report.state().name().toLowerCase(Locale.ROOT));
    out.writeNumberProperty("users", report.users());
    out.writeNumberProperty("stale", report.stale());
    out.writeNumberProperty("removed", report.removed());
    out.writeBooleanProperty("dryRun", report.mode() == SweepMode.DRY_RUN);
    out.writeStringProperty("startedAt", Rfc3339.text(report.startedAt()));
    out.writeNumberProperty("millis", report.took().toMillis());
    report.detail().ifPresent(why -> out.writeStringProperty("detail", why));
    out.writeEndObject();
  }

  /** The statistics. */
  static void statistics(
      JsonGenerator out, Statistics statistics, Optional<NearCacheStatus> nearCache) {
    out.writeStartObject();
    out.writeBooleanProperty("estimate", statistics.isEstimate());
    out.writeNumberProperty("keys", statistics.keys());
    out.writeNumberProperty("sampledKeys", statistics.sampled());
    out.writeNumberProperty("sessions", statistics.sessions());
    out.writeNumberProperty("users", statistics.users());
    out.writeNumberProperty("indexEntries", statistics.indexEntries());
    memory(out, statistics);
    timeLeft(out, statistics);
    out.writeName("nearCache");
    nearCache.ifPresentOrElse(status -> nearCache(out, status), out::writeNull);
    out.writeName("lastSweep");
    statistics.latestSweep().ifPresentOrElse(report -> sweep(out, report), out::writeNull);
    out.writeEndObject();
  }

  private static void memory(JsonGenerator out, Statistics statistics) {
    out.writeName("memory");
    out.writeStartObject();
    out.writeNumberProperty("usedBytes", statistics.memoryBytes());
    statistics.memoryMost().ifPresent(most -> out.writeNumberProperty("mostBytes", most));
    statistics
        .evictionPolicy()
        .ifPresent(policy -> out.writeStringProperty("evictionPolicy", policy));
    out.writeEndObject();
  }

  private static void nearCache(JsonGenerator out, NearCacheStatus status) {
    out.writeStartObject();
    out.writeNumberProperty("hits", status.hits());
    out.writeNumberProperty("misses", status.misses());
    out.writeNumberProperty("size", status.size());
    out.writeName("lease");
    out.writeStartObject();
    out.writeNumberProperty("connections", status.connections());
    out.writeNumberProperty("held", status.held());
    status.leaseAge().ifPresent(age -> out.writeStringProperty("age", millis(age).toString()));
    out.writeEndObject();
    out.writeEndObject();
  }

  private static Duration millis(Duration duration) {
    return Duration.ofMillis(duration.toMillis());
  }

  private static void timeLeft(JsonGenerator out, Statistics statistics) {
    out.writeName("timeLeft");
    out.writeStartObject();
    IntStream.of(PERCENTILES)
        .forEach(
            percent ->
                statistics
                    .timeLeft(percent)
                    .ifPresent(left -> out.writeStringProperty("p" + percent, left.toString())));
    out.writeEndObject();
  }
}
