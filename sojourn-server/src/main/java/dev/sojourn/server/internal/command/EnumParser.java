package dev.sojourn.server.internal.command;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses enum constants on the command line: {@code END_OLDEST} is {@code end-oldest}. */
final class EnumParser {

  private EnumParser() {}

  /**
   * Parses a constant.
   *
   * @throws IllegalArgumentException with one sentence that lists the names
   */
  static <E extends Enum<E>> E parse(Class<E> type, String text) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> label(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("must be " + labels(type) + ", not " + text));
  }

  /**
   * Parses {@code true} or {@code false}.
   *
   * @throws IllegalArgumentException with one sentence
   */
  static boolean yesOrNo(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("must be true or false, not " + text);
    }
    return text.equals("true");
  }

  private static <E extends Enum<E>> String labels(Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .map(EnumParser::label)
        .collect(Collectors.joining(" or "));
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
