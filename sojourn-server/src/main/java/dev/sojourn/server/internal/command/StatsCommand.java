package dev.sojourn.server.internal.command;

import static dev.sojourn.server.internal.command.NumberFormat.format;
import static dev.sojourn.server.internal.command.NumberFormat.number;
import static dev.sojourn.server.internal.command.NumberFormat.span;

import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.spi.Statistics;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code sojourn stats}: counts sessions, users and keys. */
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

  /** The command for the parser. */
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
      Statistics statistics = maintenance.statistics().toCompletableFuture().join();
      print(statistics);
      MaintenanceOptions.hint(statistics.sessions() + statistics.users() == 0, err);
      return 0;
    }
  }

  private void print(Statistics statistics) {
    String estimate =
        statistics.isEstimate()
            ? format(" (estimated from %,d of %,d keys)", statistics.sampled(), statistics.keys())
            : "";
    line("sessions", number(statistics.sessions()) + estimate);
    line("users", number(statistics.users()) + estimate);
    line("index entries", number(statistics.indexEntries()) + estimate);
    line("keys", number(statistics.keys()));
    line(
        "memory",
        mebi(statistics.memoryBytes())
            + statistics.memoryMost().map(m -> " of " + mebi(m)).orElse(""));
    statistics
        .evictionPolicy()
        .ifPresent(
            policy ->
                line(
                    "eviction",
                    policy
                        + ": sessions and indexes may be evicted; set maxmemory-policy noeviction"));
    statistics
        .timeLeft(50)
        .ifPresent(
            median ->
                line(
                    "time left",
                    "p50 "
                        + span(median)
                        + ", p90 "
                        + span(statistics.timeLeft(90).orElse(median))));
    line("near cache", "per server: GET /v1/stats on each");
    line(
        "last sweep",
        statistics
            .latestSweep()
            .map(report -> SweepText.of(report) + ", started " + report.startedAt())
            .orElse("none in the last week"));
  }

  private void line(String name, String value) {
    out.println(format("%-14s %s", name, value));
  }

  private static String mebi(long bytes) {
    return format("%,d MiB", (bytes + MEBI - 1) / MEBI);
  }
}
