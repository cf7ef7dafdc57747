package dev.sojourn.server.internal.api;

import dev.sojourn.server.internal.api.MaintenanceApi.NearCacheUse;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/** Sweeps and statistics as they go over the wire. */
final class MaintenanceJson {

  /** Of how many in a hundred sessions the time left is told. */
  private static final int[] PERCENTS = {10, 50, 90, 99};

  private MaintenanceJson() {}

  /** How a sweep stands. */
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

  /** How much there is. */
  static void statistics(JsonGenerator out, Statistics told, Optional<NearCacheUse> kept) {
    out.writeStartObject();
    out.writeBooleanProperty("estimate", told.isEstimate());
    out.writeNumberProperty("keys", told.keys());
    out.writeNumberProperty("sampledKeys", told.sampled());
    out.writeNumberProperty("sessions", told.sessions());
    out.writeNumberProperty("users", told.users());
    out.writeNumberProperty("indexEntries", told.indexEntries());
    memory(out, told);
    timeLeft(out, told);
    out.writeName("nearCache");
    kept.ifPresentOrElse(near -> nearCache(out, near), out::writeNull);
    out.writeName("lastSweep");
    told.latestSweep().ifPresentOrElse(report -> sweep(out, report), out::writeNull);
    out.writeEndObject();
  }

  private static void memory(JsonGenerator out, Statistics told) {
    out.writeName("memory");
    out.writeStartObject();
    out.writeNumberProperty("usedBytes", told.memoryBytes());
    told.memoryMost().ifPresent(most -> out.writeNumberProperty("mostBytes", most));
    out.writeEndObject();
  }

  private static void nearCache(JsonGenerator out, NearCacheUse kept) {
    out.writeStartObject();
    out.writeNumberProperty("hits", kept.hits());
    out.writeNumberProperty("misses", kept.misses());
    out.writeNumberProperty("size", kept.size());
    out.writeName("lease");
    out.writeStartObject();
    out.writeNumberProperty("connections", kept.connections());
    out.writeNumberProperty("held", kept.held());
    kept.leaseAge().ifPresent(age -> out.writeStringProperty("age", millis(age).toString()));
    out.writeEndObject();
    out.writeEndObject();
  }

  private static Duration millis(Duration duration) {
    return Duration.ofMillis(duration.toMillis());
  }

  private static void timeLeft(JsonGenerator out, Statistics told) {
    out.writeName("timeLeft");
    out.writeStartObject();
    IntStream.of(PERCENTS)
        .forEach(
            percent ->
                told.timeLeft(percent)
                    .ifPresent(left -> out.writeStringProperty("p" + percent, left.toString())));
    out.writeEndObject();
  }
}
