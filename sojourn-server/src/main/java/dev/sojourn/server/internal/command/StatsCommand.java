package dev.sojourn.server.internal.command;

import static dev.sojourn.server.internal.command.NumberFormat.format;
import static dev.sojourn.server.internal.command.NumberFormat.number;

import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.spi.Statistics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code sojourn stats}: how much there is. */
public final class StatsCommand implements Callable<Integer> {

  public static final String NAME = "stats";

  private static final long MEBI = 1024 * 1024;

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private StatsCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** The command as the parser knows it. */
  public static CommandSpec spec(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    CommandSpec spec = new StatsCommand(environment, out, err).spec;
    MaintenanceOptions.addTo(
        spec,
        "Estimates how many sessions and users there are from a sample of the keys, and shows the"
            + " memory in use.");
    return spec;
  }

  @Override
  public Integer call() {
    try (RedisMaintenance maintenance = MaintenanceOptions.connect(environment, spec, err)) {
      print(maintenance.statistics().toCompletableFuture().join());
      return 0;
    }
  }

  private void print(Statistics told) {
    String how =
        told.isEstimate()
            ? format(" (estimated from %,d of %,d keys)", told.sampled(), told.keys())
            : "";
    line("sessions", number(told.sessions()) + how);
    line("users", number(told.users()) + how);
    line("index entries", number(told.indexEntries()) + how);
    line("keys", number(told.keys()));
    line(
        "memory",
        mebi(told.memoryBytes()) + told.memoryMost().map(m -> " of " + mebi(m)).orElse(""));
    told.timeLeft(50)
        .ifPresent(
            half ->
                line(
                    "time left",
                    "p50 " + seconds(half) + ", p90 " + seconds(told.timeLeft(90).orElse(half))));
    line("near cache", "per server: GET /v1/stats on each");
    line(
        "last sweep",
        told.latestSweep()
            .map(report -> SweepText.of(report) + ", started " + report.startedAt())
            .orElse("none in the last week"));
  }

  private void line(String name, String value) {
    out.println(format("%-14s %s", name, value));
  }

  private static String mebi(long bytes) {
    return format("%,d MiB", (bytes + MEBI - 1) / MEBI);
  }

  private static Duration seconds(Duration duration) {
    return Duration.ofSeconds(duration.toSeconds());
  }
}
