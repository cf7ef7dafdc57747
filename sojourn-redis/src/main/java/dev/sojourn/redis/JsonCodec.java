package dev.sojourn.redis;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.SizeLimits;
import dev.sojourn.spi.AttributeCodec;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Encodes attribute values as JSON with Jackson. The caller names the class that a value is decoded
 * as; stored data never does (no default typing). A value that JSON does not preserve is rejected
 * when it is set, not when it is read: it is decoded again and compared, so a class of your own
 * needs {@code equals}; a record has it. Thread-safe.
 */
public final class JsonCodec implements AttributeCodec {

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(SizeLimits.DEEPEST_VALUE)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder()
                          .maxNestingDepth(SizeLimits.DEEPEST_VALUE)
                          .build())
                  .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @Override
  public EncodedValue encode(Object value) {
    if (value instanceof CharSequence text) {
      return EncodedValue.text(text.toString());
    }
    if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      return EncodedValue.json(value.toString());
    }
    try {
      requireLossless(value, SizeLimits.DEEPEST_VALUE);
      return encoded(mapper.valueToTree(value));
    } catch (JacksonException | StackOverflowError e) {
      throw rejected(value, e);
    }
  }

  @Override
  public Object decode(EncodedValue stored, Type type) {
    try {
      JsonNode tree = tree(stored);
      return type == JsonNode.class
          ? tree
          : Objects.requireNonNull(
              mapper.<Object>treeToValue(tree, mapper.constructType(type)), "JSON null");
    } catch (JacksonException | NullPointerException e) {
      throw new IllegalArgumentException("not readable as " + type.getTypeName(), e);
    }
  }

  private EncodedValue encoded(JsonNode tree) {
    return tree.isString() || tree.isBinary()
        ? EncodedValue.text(tree.asString())
        : EncodedValue.json(mapper.writeValueAsString(tree));
  }

  private JsonNode tree(EncodedValue stored) {
    return stored.kind() == Kind.TEXT
        ? mapper.getNodeFactory().stringNode(stored.text())
        : mapper.readTree(stored.text());
  }

  /** Checks containers by their elements, whose classes the reader names in a generic type. */
  private void requireLossless(Object value, int depth) {
    if (value instanceof JsonNode node && !(node instanceof MissingNode)) {
      return;
    }
    if (depth == 0) {
      throw rejected(value, null);
    }
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> requireText(key, value));
      map.values().forEach(element -> requireElement(element, depth - 1));
    } else if (value instanceof Collection<?> elements) {
      elements.forEach(element -> requireElement(element, depth - 1));
    } else {
      requireRoundTrip(value);
    }
  }

  private void requireElement(@Nullable Object element, int depth) {
    if (element != null) {
      requireLossless(element, depth);
    }
  }

  private void requireText(@Nullable Object key, Object map) {
    if (!(key instanceof String)) {
      throw rejected(map, null);
    }
  }

  private void requireRoundTrip(Object value) {
    Object back;
    try {
      back = decode(encoded(mapper.valueToTree(value)), classOf(value));
    } catch (IllegalArgumentException e) {
      throw rejected(value, e);
    }
    if (!Objects.deepEquals(value, back)) {
      throw rejected(value, null);
    }
  }

  /** The class that a reader names: an enum constant may be of a class of its own. */
  private static Class<?> classOf(Object value) {
    return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
  }

  private static IllegalArgumentException rejected(Object value, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "a value of class "
            + value.getClass().getName()
            + " does not survive a round trip through JSON; store text, numbers, lists, maps with"
            + " text keys, or a record of these, nested at most "
            + SizeLimits.DEEPEST_VALUE
            + " deep",
        cause);
  }
}
