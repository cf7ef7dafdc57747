package dev.sojourn.server.internal.command;

import static dev.sojourn.server.internal.command.NumberFormat.number;

import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisDictionaryTraining;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.TrainedDictionary;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code sojourn dictionary train}: trains a dictionary of what sessions have in common, shows what
 * it would save, and with {@code --use} puts it to use.
 */
public final class DictionaryCommand implements Callable<Integer> {

  public static final String NAME = "dictionary";

  private static final String USE = "--use";
  private static final int SESSIONS = 10_000;
  private static final int MOST_BYTES = 4 * 1024;

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private DictionaryCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** The command for the parser. */
  public static CommandSpec spec(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection((Runnable) DictionaryCommand::noSubcommand);
    spec.mixinStandardHelpOptions(true).version("sojourn " + Version.text());
    spec.usageMessage().description("Trains dictionaries for compressing sessions.");
    spec.addSubcommand("train", new DictionaryCommand(environment, out, err).train());
    return spec;
  }

  private static void noSubcommand() {
    throw new BadUsage("no subcommand given, for example: sojourn dictionary train");
  }

  private CommandSpec train() {
    MaintenanceOptions.addTo(
        spec,
        "Samples sessions, trains a dictionary of what those of several users have in common, and"
            + " shows what it would save. Nothing is written without "
            + USE
            + ". Give the same layout options as the servers.");
    spec.addOption(
        MaintenanceOptions.option(
            ServeFlag.LAYOUT,
            "hash|string",
            "The layout that the servers write (the one that most sessions are in)."));
    FormSettings.FLAGS.stream()
        .filter(flag -> flag != ServeFlag.COMPRESS)
        .forEach(flag -> spec.addOption(flag.option()));
    spec.addOption(
        OptionSpec.builder(USE)
            .type(boolean.class)
            .description(
                "Puts it to use: servers that compress load it within a minute. Sessions written with"
                    + " an earlier one stay readable.")
            .build());
    return spec;
  }

  /** Returns 0 if one was trained and, with {@code --use}, put to use. */
  @Override
  public Integer call() {
    GivenSettings given = GivenSettings.of(environment, spec.commandLine().getParseResult());
    Optional<LayoutName> layout = layout(given);
    try (RedisDictionaryTraining training =
        RedisDictionaryTraining.connect(settings(given, layout))) {
      Map<LayoutName, Integer> found = training.layouts(SESSIONS);
      if (found.isEmpty()) {
        throw new CannotTrain(MaintenanceOptions.NOTHING_FOUND);
      }
      LayoutName form = layout.orElseGet(() -> mostUsed(found));
      Optional<TrainedDictionary> trained = training.train(form, SESSIONS, MOST_BYTES);
      if (trained.isEmpty()) {
        throw new CannotTrain(
            "the sessions of several users have too little in common; looked at "
                + counts(found)
                + ", as layout "
                + name(form));
      }
      out.println("looked at " + counts(found) + ", as layout " + name(form));
      show(trained.get());
      if (!spec.commandLine().getParseResult().hasMatchedOption(USE)) {
        out.println("nothing was written; " + USE + " puts it to use");
        return 0;
      }
      if (!trained.get().isWorthIt()) {
        throw new CannotTrain("it would save nothing, so it was not put to use");
      }
      training.use(trained.get());
      out.println("it is in use: servers that compress load it within a minute");
      return 0;
    }
  }

  private void show(TrainedDictionary trained) {
    out.println(
        String.format(
            Locale.ROOT,
            "dictionary %s of %,d bytes, trained on %,d sessions of %,d users",
            trained.id(),
            trained.length(),
            trained.sessions(),
            trained.users()));
    out.println(
        String.format(
            Locale.ROOT,
            "average of other sessions: %,.0f bytes, deflated %,.0f, with this dictionary %,.0f",
            trained.plain(),
            trained.deflated(),
            trained.saved()));
  }

  /** Sessions in layout json may move to another; so only a layout that is given is refused. */
  private static LayoutName mostUsed(Map<LayoutName, Integer> found) {
    int hash = found.getOrDefault(LayoutName.HASH, 0);
    return found.getOrDefault(LayoutName.STRING, 0) > hash ? LayoutName.STRING : LayoutName.HASH;
  }

  private static String counts(Map<LayoutName, Integer> found) {
    return found.entrySet().stream()
        .map(one -> number(one.getValue()) + " sessions in layout " + name(one.getKey()))
        .collect(Collectors.joining(" and "));
  }

  private static String name(LayoutName layout) {
    return layout.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<LayoutName> layout(GivenSettings given) {
    Optional<LayoutName> layout =
        given.read(ServeFlag.LAYOUT, text -> EnumParser.parse(LayoutName.class, text));
    if (layout.equals(Optional.of(LayoutName.JSON))) {
      throw new BadUsage("layout json is never compressed; use --layout hash or string");
    }
    return layout;
  }

  private RedisSettings settings(GivenSettings given, Optional<LayoutName> layout) {
    RedisSettings settings =
        FormSettings.read(given).apply(MaintenanceOptions.settings(given, err));
    return layout.map(settings::withLayout).orElse(settings);
  }
}
