package dev.sojourn.server.internal.command;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ParseResult;

/** The given settings: flags, or else environment variables. */
final class GivenSettings {

  private final Map<String, String> environment;
  private final Function<ServeFlag, Optional<String>> flags;

  private GivenSettings(
      Map<String, String> environment, Function<ServeFlag, Optional<String>> flags) {
    this.environment = Map.copyOf(environment);
    this.flags = flags;
  }

  static GivenSettings of(Map<String, String> environment, ParseResult parsed) {
    return new GivenSettings(
        environment, flag -> Optional.ofNullable(parsed.matchedOptionValue(flag.flag(), null)));
  }

  /**
   * Finds a setting. An empty variable counts as absent, as in compose files; an empty flag fails.
   */
  Optional<GivenSetting> find(ServeFlag flag) {
    return flag(flag).or(() -> variable(flag));
  }

  /** Finds a setting given as a flag. */
  Optional<GivenSetting> flag(ServeFlag flag) {
    return flags.apply(flag).map(text -> new GivenSetting(flag.flag(), required(flag, text)));
  }

  /** Parses a setting, or returns the default. */
  <T> T read(ServeFlag flag, Function<String, T> reader, T defaultValue) {
    return read(flag, reader).orElse(defaultValue);
  }

  /** Parses a setting. */
  <T> Optional<T> read(ServeFlag flag, Function<String, T> reader) {
    return find(flag).map(given -> given.as(reader));
  }

  private Optional<GivenSetting> variable(ServeFlag flag) {
    return Optional.ofNullable(environment.get(flag.variable()))
        .filter(text -> !text.isBlank())
        .map(text -> new GivenSetting(flag.variable(), text));
  }

  private static String required(ServeFlag flag, String text) {
    if (text.isBlank()) {
      throw new BadUsage(flag.flag() + ": the value is empty");
    }
    return text;
  }
}
