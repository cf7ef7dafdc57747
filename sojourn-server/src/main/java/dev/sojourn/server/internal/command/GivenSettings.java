package dev.sojourn.server.internal.command;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ParseResult;

/** The settings that somebody gave: as flags or, where there is none, in the environment. */
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

  /** The setting; an empty variable is none, as compose files write it, an empty flag is wrong. */
  Optional<GivenSetting> find(ServeFlag flag) {
    return flag(flag).or(() -> variable(flag));
  }

  /** The setting as a flag. */
  Optional<GivenSetting> flag(ServeFlag flag) {
    return flags.apply(flag).map(text -> new GivenSetting(flag.flag(), required(flag, text)));
  }

  /** The setting as that reader understands it, or else the default. */
  <T> T read(ServeFlag flag, Function<String, T> reader, T defaultValue) {
    return read(flag, reader).orElse(defaultValue);
  }

  /** The setting as that reader understands it. */
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
