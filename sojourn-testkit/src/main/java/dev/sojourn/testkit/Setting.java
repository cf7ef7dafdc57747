package dev.sojourn.testkit;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a test run: the system property {@code sojourn.some.name}, else the environment
 * variable {@code SOJOURN_SOME_NAME}. An empty value counts as absent, because build tools pass on
 * unset ones as empty.
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
