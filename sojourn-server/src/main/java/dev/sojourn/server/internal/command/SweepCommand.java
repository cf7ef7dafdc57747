package dev.sojourn.server.internal.command;

import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code sojourn sweep}: removes ids without a session from the users' indexes. */
public final class SweepCommand implements Callable<Integer> {

  public static final String NAME = "sweep";

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private SweepCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** The command for the parser. */
  public static CommandSpec spec(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    CommandSpec spec = new SweepCommand(environment, out, err).spec;
    MaintenanceOptions.addTo(
        spec,
        "Removes ids without a session from the users' indexes. One sweep runs at a time on a"
            + " server; an interrupted one is resumed.");
    spec.addOption(MaintenanceOptions.dryRun());
    return spec;
  }

  /** Returns 0 if every index was checked. */
  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    try (RedisMaintenance maintenance = MaintenanceOptions.connect(environment, spec, err)) {
      SweepMode mode = MaintenanceOptions.isDryRun(spec) ? SweepMode.DRY_RUN : SweepMode.REMOVE;
      if (maintenance.sweep(SweepRequest.of(mode)).toCompletableFuture().join()
          instanceof JobStart.Started<SweepReport> started) {
        SweepReport end = JobEnd.await(started.end(), () -> printProgress(maintenance));
        out.println(SweepText.of(end));
        MaintenanceOptions.hint(end.state() == State.DONE && end.users() == 0, err);
        return end.state() == State.DONE ? 0 : failed(end);
      }
      throw new CannotSweep(
          "a sweep is already running, here or on another server; see sojourn stats");
    }
  }

  private void printProgress(RedisMaintenance maintenance) {
    maintenance
        .latestSweep()
        .thenAccept(latest -> latest.ifPresent(now -> err.println(SweepText.of(now))));
  }

  private static int failed(SweepReport end) {
    throw new CannotSweep("the sweep ended early: " + end.detail().orElse("see the log"));
  }
}
