package dev.sojourn.redis.internal.value;

import dev.sojourn.SizeLimits;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidDefinitionException;

/**
 * Says why Jackson refused a value, by the names of classes and properties alone: Jackson's own
 * messages quote the data.
 */
final class JacksonProblem {

  static final String TOO_DEEP = "it is nested more than " + SizeLimits.DEEPEST_VALUE + " deep";

  private JacksonProblem() {}

  static String writing(String type, JacksonException e) {
    return constraint(e)
        .orElseGet(
            () ->
                "Jackson cannot write a "
                    + type
                    + property(e)
                    + definition(e, " has no properties: no getters, public fields or components"));
  }

  static String reading(String type, JacksonException e) {
    return constraint(e)
        .orElseGet(
            () ->
                e instanceof StreamReadException
                    ? "it is not JSON"
                    : "Jackson cannot read it as "
                        + type
                        + property(e)
                        + definition(
                            e,
                            " is abstract or has no constructor that Jackson can call, see"
                                + " @JsonCreator"));
  }

  private static Optional<String> constraint(JacksonException e) {
    return e instanceof StreamConstraintsException
        ? Optional.of(TOO_DEEP + ", or has a number of more than 1000 digits")
        : Optional.empty();
  }

  /** The property of the value's own class that is to blame; a map's key is data. */
  private static String property(JacksonException e) {
    return e.getPath().stream()
        .findFirst()
        .filter(first -> first.getPropertyName() != null && !isMap(first.from()))
        .map(first -> ", for its property '" + first.getPropertyName() + "'")
        .orElse("");
  }

  private static boolean isMap(Object from) {
    return from instanceof Map
        || (from instanceof Class<?> type && Map.class.isAssignableFrom(type));
  }

  private static String definition(JacksonException e, String reason) {
    return e instanceof InvalidDefinitionException definition && definition.getType() != null
        ? ": " + definition.getType().getRawClass().getName() + reason
        : "";
  }
}
