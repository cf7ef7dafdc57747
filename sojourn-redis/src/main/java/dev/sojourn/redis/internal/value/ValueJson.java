package dev.sojourn.redis.internal.value;

import dev.sojourn.SizeLimits;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Values to JSON and back; a failure says why, without any of the data. */
public final class ValueJson {

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
          .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * The JSON of a value.
   *
   * @throws IllegalArgumentException when Jackson cannot write it
   */
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(JacksonProblem.writing(value.getClass().getName(), e));
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException(JacksonProblem.TOO_DEEP, e);
    }
  }

  /**
   * A new object of the type.
   *
   * @throws IllegalArgumentException when Jackson cannot read it as that, or it is a JSON null
   */
  public Object read(String json, Type type) {
    Object value;
    try (JsonParser parser = new NegativeZero(mapper.createParser(json))) {
      value = mapper.readValue(parser, mapper.constructType(type));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(JacksonProblem.reading(type.getTypeName(), e));
    } catch (ArithmeticException | NumberFormatException e) { // of BigDecimal
      throw new IllegalArgumentException("it has a number that is out of range");
    }
    if (value == null) {
      throw new IllegalArgumentException("it is a JSON null");
    }
    return value;
  }

  /** The JSON with the elements of arrays sorted: those of a set come in any order. */
  JsonNode unordered(String json) {
    return unordered((JsonNode) read(json, JsonNode.class));
  }

  private JsonNode unordered(JsonNode node) {
    if (node.isArray()) {
      List<JsonNode> elements =
          node.values().stream()
              .map(this::unordered)
              .sorted(Comparator.comparing(JsonNode::toString))
              .toList();
      return mapper.createArrayNode().addAll(elements);
    }
    if (node.isObject()) {
      Map<String, JsonNode> members = new TreeMap<>();
      node.properties().forEach(one -> members.put(one.getKey(), unordered(one.getValue())));
      ObjectNode object = mapper.createObjectNode();
      members.forEach(object::set);
      return object;
    }
    return node;
  }
}
