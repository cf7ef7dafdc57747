package dev.sojourn.redis.internal.value;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NumericNode;

/**
 * Judges whether a value survives JSON: written, read back as its own class and written again, it
 * must give the same JSON. Elements of collections and maps are judged one by one, because the
 * reader names their class in a generic type.
 */
public final class RoundTrip {

  private final ValueJson text;

  public RoundTrip(ValueJson text) {
    this.text = text;
  }

  /** Whether a value is its own JSON. */
  public static boolean isPlain(Object value) {
    return value instanceof Integer || value instanceof Long || value instanceof Boolean;
  }

  /**
   * Checks a value.
   *
   * @param depth how deep it may be nested
   * @throws IllegalArgumentException when it does not survive; the message says why, without any of
   *     its data
   */
  public void require(Object value, int depth) {
    if (depth == 0) {
      throw new IllegalArgumentException(JacksonProblem.TOO_DEEP);
    }
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(RoundTrip::requireText);
      map.values().forEach(element -> requireElement(element, depth - 1));
    } else if (value instanceof Collection<?> elements) {
      elements.forEach(element -> requireElement(element, depth - 1));
    } else {
      requireSame(value);
    }
  }

  private void requireElement(@Nullable Object element, int depth) {
    if (element != null && !(element instanceof CharSequence) && !isPlain(element)) {
      require(element, depth);
    }
  }

  private static void requireText(@Nullable Object key) {
    if (!(key instanceof String)) {
      String name = key == null ? "null" : "of class " + key.getClass().getName();
      throw new IllegalArgumentException("a key of a map is " + name + "; keys must be text");
    }
  }

  private void requireSame(Object value) {
    if (isNoNumber(value)) {
      throw new IllegalArgumentException("JSON has no number for infinity and NaN");
    }
    if (value instanceof MissingNode) {
      throw new IllegalArgumentException("it is a missing node");
    }
    if (value instanceof JsonNode) {
      return; // it is read back as the tree that it is
    }
    if (value.getClass().isHidden()) {
      throw new IllegalArgumentException("it is a lambda");
    }
    String written = text.write(value);
    String again = text.write(text.read(written, classOf(value)));
    if (!written.equals(again)) {
      requireSame(value, text.unordered(written), text.unordered(again));
    }
  }

  private static boolean isNoNumber(Object value) {
    return (value instanceof Double d && !Double.isFinite(d))
        || (value instanceof Float f && !Float.isFinite(f))
        || (value instanceof NumericNode node && node.isNaN());
  }

  /** The class that a reader names: an enum constant may be of a class of its own. */
  private static Class<?> classOf(Object value) {
    return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
  }

  private static void requireSame(Object value, JsonNode written, JsonNode again) {
    if (!written.equals(again)) {
      throw new IllegalArgumentException(
          "a "
              + value.getClass().getName()
              + " would be read back with "
              + difference(written, again));
    }
  }

  /** Names a property, not a key of a map: those are data. */
  private static String difference(JsonNode written, JsonNode again) {
    return written.properties().stream()
        .filter(member -> !member.getValue().equals(again.get(member.getKey())))
        .findFirst()
        .map(member -> "another '" + member.getKey() + "'")
        .orElse("another value");
  }
}
