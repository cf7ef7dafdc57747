package dev.sojourn.server.internal.command;

import dev.sojourn.redis.RedisAdvisor;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.advice.Advice;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code sojourn advise}: recommends a layout and form for the existing sessions. */
public final class AdviseCommand implements Callable<Integer> {

  public static final String NAME = "advise";

  private static final String SAMPLE = "--sample";
  private static final String WATCH = "--watch";
  private static final int SESSIONS = 1_000;
  private static final int MOST_SESSIONS = 100_000;
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration LONGEST_WATCH = Duration.ofHours(1);

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private AdviseCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** The command for the parser. */
  public static CommandSpec spec(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    CommandSpec spec = new AdviseCommand(environment, out, err).spec;
    MaintenanceOptions.addTo(
        spec,
        "Samples the sessions on a server and recommends a --layout, --naming and --compress,"
            + " with the memory it saves. Each form is measured by briefly writing samples beside"
            + " the sessions; no session is changed.");
    spec.addOption(ServeFlag.SHORT_NAMES.option());
    spec.addOption(
        MaintenanceOptions.option(
            SAMPLE, "COUNT", "Number of sessions to sample, 1 to 100000 (" + SESSIONS + ")."));
    spec.addOption(
        MaintenanceOptions.option(
            WATCH, "DURATION", "How long to watch for changes, at most 1h (10s)."));
    return spec;
  }

  @Override
  public Integer call() {
    ParseResult parsed = spec.commandLine().getParseResult();
    GivenSettings given = GivenSettings.of(environment, parsed);
    int sessions = read(parsed, SAMPLE, AdviseCommand::sample, SESSIONS);
    Duration watch = read(parsed, WATCH, AdviseCommand::watch, TEN_SECONDS);
    RedisSettings settings =
        FormSettings.read(given).apply(MaintenanceOptions.settings(given, err));
    try (RedisAdvisor advisor = RedisAdvisor.connect(settings)) {
      Advice advice = advisor.advise(sessions, watch, err::println);
      AdviceText.of(advice).forEach(out::println);
      MaintenanceOptions.hint(advice.now().count() + advice.unreadable() == 0, err);
      return 0;
    }
  }

  private static <T> T read(
      ParseResult parsed, String option, Function<String, T> reader, T defaultValue) {
    return Optional.<String>ofNullable(parsed.matchedOptionValue(option, null))
        .map(text -> new GivenSetting(option, text).as(reader))
        .orElse(defaultValue);
  }

  private static int sample(String text) {
    int count = UnitParser.count(text);
    if (count < 1 || count > MOST_SESSIONS) {
      throw new IllegalArgumentException("must be 1 to " + MOST_SESSIONS + " sessions");
    }
    return count;
  }

  private static Duration watch(String text) {
    Duration watch = UnitParser.duration(text);
    if (watch.compareTo(LONGEST_WATCH) > 0) {
      throw new IllegalArgumentException("must be at most 1h, like 10m");
    }
    return watch;
  }
}
