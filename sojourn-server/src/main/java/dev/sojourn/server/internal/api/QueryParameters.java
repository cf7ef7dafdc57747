package dev.sojourn.server.internal.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request's query: each parameter at most once, none unknown. */
final class QueryParameters {

  static final QueryParameters NONE = new QueryParameters(Map.of());

  private final Map<String, String> values;

  private QueryParameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The query of a call that takes these parameters.
   *
   * @param raw as it stood in the URL, without the question mark
   * @throws ProblemException for another parameter, or one that stands twice
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

  /** A parameter that is {@code true} or {@code false}, false when it is not there. */
  boolean flag(String name) {
    String value = values.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new ProblemException(
          Problem.malformed("the query parameter '" + name + "' must be true or false"));
    }
    return value.equals("true");
  }

  private static ProblemException invalid(Set<String> known) {
    return new ProblemException(
        Problem.malformed(
            known.isEmpty()
                ? "this call accepts no query parameters"
                : "this call accepts these query parameters, once each: " + String.join(", ", known)));
  }
}
