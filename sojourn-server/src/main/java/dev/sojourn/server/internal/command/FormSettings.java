package dev.sojourn.server.internal.command;

import static dev.sojourn.server.internal.command.ServeFlag.COMPRESS;
import static dev.sojourn.server.internal.command.ServeFlag.NAMING;
import static dev.sojourn.server.internal.command.ServeFlag.SESSION_SIZE;
import static dev.sojourn.server.internal.command.ServeFlag.SHORT_NAMES;

import dev.sojourn.SizeLimits;
import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The form of sessions within their layout; every process that writes sessions needs the same. */
final class FormSettings {

  /** The flags for the form. */
  static final List<ServeFlag> FLAGS = List.of(NAMING, SHORT_NAMES, COMPRESS, SESSION_SIZE);

  /** The defaults; their URI is a placeholder. */
  private static final RedisSettings DEFAULTS = RedisSettings.of("redis://");

  private FormSettings() {}

  /**
   * Reads the settings and returns a function that applies them.
   *
   * @throws BadUsage with one sentence that names the flag or variable
   */
  static UnaryOperator<RedisSettings> read(GivenSettings given) {
    NamingName naming =
        given.read(NAMING, text -> EnumParser.parse(NamingName.class, text), DEFAULTS.naming());
    Map<String, String> shortNames =
        given.read(SHORT_NAMES, FormSettings::shortNames, DEFAULTS.shortNames());
    CompressionName compression =
        given.read(
            COMPRESS,
            text -> EnumParser.parse(CompressionName.class, text),
            DEFAULTS.compression());
    SizeLimits limits = given.read(SESSION_SIZE, FormSettings::limits, DEFAULTS.limits());
    return settings ->
        settings
            .withNaming(naming)
            .withShortNames(shortNames)
            .withCompression(compression)
            .withLimits(limits);
  }

  private static Map<String, String> shortNames(String text) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.lastIndexOf('=');
      if (equals < 0 || names.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "short names are NAME=SHORT,NAME=SHORT, each name once: " + pair);
      }
    }
    return DEFAULTS.withShortNames(names).shortNames();
  }

  private static SizeLimits limits(String text) {
    return new SizeLimits(UnitParser.bytes(text), DEFAULTS.limits().attributes());
  }
}
