package dev.sojourn.server.internal.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query of a request; duplicate and unknown parameters are rejected. */
final class QueryParameters {

  static final QueryParameters NONE = new QueryParameters(Map.of());

  private final Map<String, String> values;

  private QueryParameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Parses a query.
   *
   * @param raw the query in the URL, without the question mark
   * @param known the parameters that the call accepts
   * @throws ProblemException for an unknown or duplicate parameter
   */
  static QueryParameters parse(@Nullable String raw, Set<String> known) {
    if (raw == null || raw.isEmpty()) {
      return NONE;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = PercentEncoding.decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : PercentEncoding.decode(pair.substring(equals + 1));
      if (!known.contains(name) || values.put(name, value) != null) {
        throw invalid(known);
      }
    }
    return new QueryParameters(values);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A boolean parameter; false if it is absent. */
  boolean flag(String name) {
    String value = values.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new ProblemException(
          Problem.malformed("the query parameter '" + name + "' must be true or false"));
    }
    return value.equals("true");
  }

  /** A whole number from 1 to {@code most}; {@code absent} if it is absent. */
  int number(String name, int absent, int most) {
    String value = values.getOrDefault(name, Integer.toString(absent));
    if (!value.matches("[1-9][0-9]{0,8}") || Integer.parseInt(value) > most) {
      throw new ProblemException(
          Problem.malformed(
              "the query parameter '" + name + "' must be a whole number from 1 to " + most));
    }
    return Integer.parseInt(value);
  }

  private static ProblemException invalid(Set<String> known) {
    return new ProblemException(
        Problem.malformed(
            known.isEmpty()
                ? "this call accepts no query parameters"
                : "this call accepts these query parameters, once each: "
                    + String.join(", ", known)));
  }
}
