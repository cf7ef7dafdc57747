package dev.sojourn.testkit;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a test run: the system property {@code sojourn.some.name}, else the environment
 * variable {@code SOJOURN_SOME_NAME}. An empty one counts as absent, for build tools hand on what
 * they were not given.
 */
public final class Setting {

  private Setting() {}

  public static Optional<String> of(String property) {
    return present(System.getProperty(property))
        .or(() -> present(System.getenv(variable(property))));
  }

  public static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private static Optional<String> present(@Nullable String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}
