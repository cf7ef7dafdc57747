package dev.sojourn.server;

import dev.sojourn.server.internal.command.AdviseCommand;
import dev.sojourn.server.internal.command.BadUsage;
import dev.sojourn.server.internal.command.CommandFailure;
import dev.sojourn.server.internal.command.DictionaryCommand;
import dev.sojourn.server.internal.command.MigrateCommand;
import dev.sojourn.server.internal.command.ServeCommand;
import dev.sojourn.server.internal.command.StatsCommand;
import dev.sojourn.server.internal.command.SweepCommand;
import dev.sojourn.server.internal.command.UsageErrors;
import dev.sojourn.server.internal.command.Version;
import dev.sojourn.server.internal.service.Logs;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command line. Exit status 0 is success, 1 a failure (Redis or a port is not available), 2 a
 * wrong command line or environment. A failure prints one sentence to standard error.
 */
public final class Main {

  private static final String NAME = "sojourn";

  private Main() {}

  /**
   * Runs the command and ends the process.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    int status = run(System.getenv(), writer(System.out), writer(System.err), args);
    Logs.flush();
    System.exit(status);
  }

  /** Runs the command and returns its exit status. */
  public static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(commands(environment, out, err));
    line.setExpandAtFiles(false);
    line.setOut(out);
    line.setErr(err);
    line.setParameterExceptionHandler(
        (error, arguments) -> report(err, UsageErrors.failure(error)));
    line.setExecutionExceptionHandler(onFailure(err));
    return line.execute(args);
  }

  private static CommandSpec commands(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    CommandSpec main = CommandSpec.wrapWithoutInspection((Runnable) Main::noCommand);
    main.name(NAME).mixinStandardHelpOptions(true).version(NAME + ' ' + Version.text());
    main.usageMessage().description("Sessions on Redis and Valkey, over HTTP.");
    main.addSubcommand(ServeCommand.NAME, ServeCommand.spec(environment, out, err));
    main.addSubcommand(SweepCommand.NAME, SweepCommand.spec(environment, out, err));
    main.addSubcommand(MigrateCommand.NAME, MigrateCommand.spec(environment, out, err));
    main.addSubcommand(DictionaryCommand.NAME, DictionaryCommand.spec(environment, out, err));
    main.addSubcommand(AdviseCommand.NAME, AdviseCommand.spec(environment, out, err));
    main.addSubcommand(StatsCommand.NAME, StatsCommand.spec(environment, out, err));
    return main;
  }

  private static void noCommand() {
    throw new BadUsage("no command given, for example: sojourn serve; see sojourn --help");
  }

  private static IExecutionExceptionHandler onFailure(PrintWriter err) {
    return (thrown, line, parsed) -> {
      LoggerFactory.getLogger(Main.class).debug("the command failed", thrown);
      return report(err, CommandFailure.of(thrown));
    };
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }

  private static int report(PrintWriter err, CommandFailure failure) {
    err.println(NAME + ": " + failure.sentence());
    return failure.status();
  }
}
