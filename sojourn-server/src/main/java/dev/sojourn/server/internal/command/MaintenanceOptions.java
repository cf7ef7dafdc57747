package dev.sojourn.server.internal.command;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSettings;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What the commands that look after sessions are told: which server, and how its keys are spelled.
 */
final class MaintenanceOptions {

  private static final String DRY_RUN = "--dry-run";

  private MaintenanceOptions() {}

  /** Adds the options to a command, and says what it does. */
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

  /** Connects to what the command was told. */
  static RedisMaintenance connect(
      Map<String, String> environment, CommandSpec spec, PrintWriter err) {
    return RedisMaintenance.connect(
        settings(GivenSettings.of(environment, spec.commandLine().getParseResult()), err));
  }

  /**
   * What the command was told.
   *
   * @throws BadUsage in one sentence that names the flag or variable
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

  /** Of a job that may as well only count. */
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

  /** One that serve does not have. */
  static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }
}
