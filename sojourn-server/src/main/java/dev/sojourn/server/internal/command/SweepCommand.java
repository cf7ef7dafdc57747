package dev.sojourn.server.internal.command;

import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code sojourn sweep}: removes ids of users' indexes whose session is gone, now. */
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

  /** The command as the parser knows it. */
  public static CommandSpec spec(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    CommandSpec spec = new SweepCommand(environment, out, err).spec;
    MaintenanceOptions.addTo(
        spec,
        "Sweeps the users' lists of sessions: removes ids whose session is gone. One sweep runs at"
            + " a time on a server; one that did not end is gone on with.");
    spec.addOption(MaintenanceOptions.dryRun());
    return spec;
  }

  /** Status 0 when everything was looked at. */
  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    try (RedisMaintenance maintenance = MaintenanceOptions.connect(environment, spec, err)) {
      SweepMode kind = MaintenanceOptions.isDryRun(spec) ? SweepMode.DRY_RUN : SweepMode.REMOVE;
      if (maintenance.sweep(SweepRequest.of(kind)).toCompletableFuture().join()
          instanceof Started<SweepReport> started) {
        SweepReport end = JobEnd.await(started.end(), () -> tellOf(maintenance));
        out.println(SweepText.of(end));
        return end.state() == State.DONE ? 0 : failed(end);
      }
      throw new CannotSweep(
          "a sweep is running already, here or on another server; see sojourn stats");
    }
  }

  private void tellOf(RedisMaintenance maintenance) {
    maintenance
        .latestSweep()
        .thenAccept(latest -> latest.ifPresent(now -> err.println(SweepText.of(now))));
  }

  private static int failed(SweepReport end) {
    throw new CannotSweep("the sweep ended early: " + end.detail().orElse("see the log"));
  }
}
