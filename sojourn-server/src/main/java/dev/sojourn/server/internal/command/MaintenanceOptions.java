package dev.sojourn.server.internal.command;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSettings;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The common options of the maintenance commands: the server and the format of its keys. */
final class MaintenanceOptions {

  static final String NOTHING_FOUND =
      "no sessions found: --namespace and --keyspace must be those of the servers";

  private static final String DRY_RUN = "--dry-run";

  private MaintenanceOptions() {}

  /** Adds the options and a description to a command. */
  static void addTo(CommandSpec spec, String description) {
    spec.mixinStandardHelpOptions(true).version("sojourn " + Version.text());
    spec.addOption(
        option(
            ServeFlag.REDIS,
            "URI",
            "The server, as for serve, with a Redis user that may scan keys. Put a URI with a"
                + " password into SOJOURN_REDIS instead: ps shows options."));
    spec.addOption(option(ServeFlag.NAMESPACE, "NAME", "Prefix of every key (none)."));
    spec.addOption(option(ServeFlag.KEYSPACE, "plain|slotted", "Format of keys (plain)."));
    spec.usageMessage().sortOptions(false).width(100).description(description);
  }

  /** Connects to the server given to the command. */
  static RedisMaintenance connect(
      Map<String, String> environment, CommandSpec spec, PrintWriter err) {
    return RedisMaintenance.connect(
        settings(GivenSettings.of(environment, spec.commandLine().getParseResult()), err));
  }

  /**
   * The settings given to the command.
   *
   * @throws BadUsage with one sentence that names the flag or variable
   */
  static RedisSettings settings(GivenSettings given, PrintWriter err) {
    RedisSettings defaults = RedisSettings.of("redis://");
    String uri =
        given
            .read(ServeFlag.REDIS, ServeSettings::redisUri)
            .orElseThrow(() -> new BadUsage("no server given: --redis URI or SOJOURN_REDIS"));
    String namespace =
        given.read(ServeFlag.NAMESPACE, ServeSettings::namespace, defaults.namespace());
    KeyspaceName keyspace =
        given.read(
            ServeFlag.KEYSPACE,
            text -> EnumParser.parse(KeyspaceName.class, text),
            defaults.keyspace());
    given.flag(ServeFlag.REDIS).ifPresent(redis -> VisiblePassword.warnOf(redis, err));
    return RedisSettings.of(uri).withNamespace(namespace).withKeyspace(keyspace);
  }

  /**
   * Says where a command looked, if it found nothing there: other keys look like an empty server.
   */
  static void hint(boolean foundNothing, PrintWriter err) {
    if (foundNothing) {
      err.println(NOTHING_FOUND);
    }
  }

  /** The option {@code --dry-run}. */
  static OptionSpec dryRun() {
    return OptionSpec.builder(DRY_RUN)
        .type(boolean.class)
        .description("Only counts; changes nothing.")
        .build();
  }

  static boolean isDryRun(CommandSpec spec) {
    return spec.commandLine().getParseResult().hasMatchedOption(DRY_RUN);
  }

  static OptionSpec option(ServeFlag flag, String label, String description) {
    return option(flag.flag(), label, description);
  }

  /** An option that {@code serve} does not have. */
  static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }
}
