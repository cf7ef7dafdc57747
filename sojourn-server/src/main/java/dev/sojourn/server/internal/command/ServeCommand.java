package dev.sojourn.server.internal.command;

import dev.sojourn.server.internal.service.HostAndPort;
import dev.sojourn.server.internal.service.ListenHost;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code sojourn serve}: serves sessions over HTTP until it is stopped, on a given Redis or, for
 * trying out, on a private one.
 */
public final class ServeCommand implements Callable<Integer> {

  public static final String NAME = "serve";

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandSpec spec;

  private ServeCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
    this.spec = CommandSpec.wrapWithoutInspection(this);
  }

  /** The command for the parser. */
  public static CommandSpec spec(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    CommandSpec spec = new ServeCommand(environment, out, err).spec;
    spec.mixinStandardHelpOptions(true).version("sojourn " + Version.text());
    for (ServeFlag flag : ServeFlag.values()) {
      spec.addOption(flag.option());
    }
    spec.usageMessage()
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .width(100)
        .description(
            "Serves sessions over HTTP. On Ctrl-C or SIGTERM, requests in progress finish first."
                + " Defaults are in brackets.")
        .footer(
            "Every option can also be an environment variable: --idle-timeout is"
                + " SOJOURN_IDLE_TIMEOUT. The option takes precedence.");
    return spec;
  }

  /** Does not return: a signal ends the process. */
  @Override
  public Integer call() throws InterruptedException {
    GivenSettings given = GivenSettings.of(environment, spec.commandLine().getParseResult());
    ServeSettings settings = ServeSettings.read(given);
    given.flag(ServeFlag.REDIS).ifPresent(redis -> VisiblePassword.warnOf(redis, err));
    given.flag(ServeFlag.MAINTENANCE_REDIS).ifPresent(redis -> VisiblePassword.warnOf(redis, err));
    warnOfOpenTryOut(settings);
    Shutdown shutdown = Shutdown.onSignal();
    try {
      new ServiceStartup(settings, out, shutdown).start();
    } catch (RuntimeException e) {
      shutdown.abandon();
      throw e;
    }
    shutdown.awaitSignal();
    return 0;
  }

  /**
   * Only a warning, because a container needs it; the service key is random and new in each run.
   */
  private void warnOfOpenTryOut(ServeSettings settings) {
    HostAndPort listen = settings.listen();
    if (settings.redis().isEmpty() && !new ListenHost(listen.host()).isLoopback()) {
      err.println(
          "sojourn: other machines can reach this try-out at "
              + listen
              + ", unencrypted; only the service key protects it");
    }
  }
}
