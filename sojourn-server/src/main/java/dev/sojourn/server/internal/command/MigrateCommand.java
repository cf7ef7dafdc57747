package dev.sojourn.server.internal.command;

import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisMigration;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.SweepReport.State;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code sojourn migrate}: moves the sessions that there are into a layout, while they are used.
 */
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

  /** The command as the parser knows it. */
  public static CommandSpec spec(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    CommandSpec spec = new MigrateCommand(environment, out, err).spec;
    MaintenanceOptions.addTo(
        spec,
        "Moves the sessions of a server into a layout, while they are used: nobody is logged out."
            + " Restart the servers with that --layout, --naming and --compress first, so that new"
            + " sessions are so; what is said of them here must be the same. One migration runs at a"
            + " time on a server; one that did not end is gone on with.");
    spec.addOption(
        MaintenanceOptions.option(
            ServeFlag.LAYOUT, "hash|string|json", "How the sessions are to lie; must be said."));
    FormSettings.FLAGS.forEach(flag -> spec.addOption(flag.option()));
    spec.addOption(MaintenanceOptions.dryRun());
    return spec;
  }

  /** Status 0 when every session that can be read lies in the layout. */
  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    try (RedisMigration migration = connect()) {
      MigrationMode kind =
          MaintenanceOptions.isDryRun(spec) ? MigrationMode.DRY_RUN : MigrationMode.MOVE;
      if (migration.begin(kind).toCompletableFuture().join()
          instanceof Started<MigrationReport> started) {
        MigrationReport end = JobEnd.await(started.end(), () -> tellOf(migration));
        out.println(MigrationText.of(end));
        return end.isComplete() ? 0 : incomplete(end);
      }
      throw new CannotMigrate("a migration is running already, here or elsewhere");
    }
  }

  private RedisMigration connect() {
    GivenSettings given = GivenSettings.of(environment, spec.commandLine().getParseResult());
    LayoutName layout =
        given
            .read(ServeFlag.LAYOUT, text -> EnumParser.parse(LayoutName.class, text))
            .orElseThrow(() -> new BadUsage("name the layout: --layout hash, string or json"));
    RedisSettings settings =
        FormSettings.read(given).apply(MaintenanceOptions.settings(given, err));
    return RedisMigration.connect(settings.withLayout(layout));
  }

  private void tellOf(RedisMigration migration) {
    migration
        .latest()
        .thenAccept(latest -> latest.ifPresent(now -> err.println(MigrationText.of(now))));
  }

  private static int incomplete(MigrationReport end) {
    throw new CannotMigrate(
        end.state() == State.DONE
            ? "some sessions were changed whenever they were to be moved; run it again"
            : "the migration ended early: " + end.detail().orElse("see the log"));
  }
}
