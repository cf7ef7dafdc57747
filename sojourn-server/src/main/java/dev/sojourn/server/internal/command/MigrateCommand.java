package dev.sojourn.server.internal.command;

import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisMigration;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.SweepReport.State;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code sojourn migrate}: moves the existing sessions to another layout while they are in use. */
public final class MigrateCommand implements Callable<Integer> {

  public static final String NAME = "migrate";

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private MigrateCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** The command for the parser. */
  public static CommandSpec spec(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    CommandSpec spec = new MigrateCommand(environment, out, err).spec;
    MaintenanceOptions.addTo(
        spec,
        "Moves the sessions on a server to another layout while they are in use; nobody is logged"
            + " out. First restart the servers with the new --layout, --naming and --compress, so"
            + " that new sessions use it, and give the same options here. One migration runs at a"
            + " time on a server; an interrupted one is resumed.");
    spec.addOption(
        MaintenanceOptions.option(
            ServeFlag.LAYOUT, "hash|string|json", "The layout to move to; required."));
    FormSettings.FLAGS.forEach(flag -> spec.addOption(flag.option()));
    spec.addOption(MaintenanceOptions.dryRun());
    return spec;
  }

  /** Returns 0 if every readable session is in the layout. */
  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    try (RedisMigration migration = connect()) {
      MigrationMode mode =
          MaintenanceOptions.isDryRun(spec) ? MigrationMode.DRY_RUN : MigrationMode.MOVE;
      if (migration.begin(mode).toCompletableFuture().join()
          instanceof JobStart.Started<MigrationReport> started) {
        MigrationReport end = JobEnd.await(started.end(), () -> printProgress(migration));
        out.println(MigrationText.of(end));
        MaintenanceOptions.hint(end.isComplete() && foundNothing(end), err);
        return end.isComplete() ? 0 : incomplete(end);
      }
      throw new CannotMigrate("a migration is already running, here or on another server");
    }
  }

  private RedisMigration connect() {
    GivenSettings given = GivenSettings.of(environment, spec.commandLine().getParseResult());
    LayoutName layout =
        given
            .read(ServeFlag.LAYOUT, text -> EnumParser.parse(LayoutName.class, text))
            .orElseThrow(() -> new BadUsage("no layout given: --layout hash, string or json"));
    RedisSettings settings =
        FormSettings.read(given).apply(MaintenanceOptions.settings(given, err));
    return RedisMigration.connect(settings.withLayout(layout));
  }

  private void printProgress(RedisMigration migration) {
    migration
        .latest()
        .thenAccept(latest -> latest.ifPresent(now -> err.println(MigrationText.of(now))));
  }

  private static boolean foundNothing(MigrationReport end) {
    return end.moved() + end.already() + end.ended() + end.unreadable() == 0;
  }

  private static int incomplete(MigrationReport end) {
    throw new CannotMigrate(
        end.state() == State.DONE
            ? "some sessions kept changing and were not moved; run it again"
            : "the migration ended early: " + end.detail().orElse("see the log"));
  }
}
