package dev.sojourn.server.internal.api;

import dev.sojourn.SizeLimits;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON (RFC 8259) strictly: valid UTF-8, no duplicate members, no trailing
 * content; numbers keep their exact value.
 */
final class StrictJson {

  /** The value of an attribute is two levels deep in a body. */
  private static final int DEEPEST_BODY = SizeLimits.DEEPEST_VALUE + 2;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST_BODY).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .build();

  private static final JsonFactory STORED =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  /** An object without members. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Parses a body; an empty one is an empty object.
   *
   * @throws ProblemException if it is not a JSON object
   */
  static ObjectNode read(byte[] body) {
    if (body.length == 0) {
      return object();
    }
    String text =
        StrictUtf8.decode(body)
            .orElseThrow(() -> new ProblemException(Problem.malformed("the body is not UTF-8")));
    if (read(text) instanceof ObjectNode object) {
      if (text.contains("\\u")) {
        loneSurrogate(object)
            .ifPresent(
                at -> {
                  throw new ProblemException(
                      Problem.malformed("a string or a name must not contain lone surrogates", at));
                });
      }
      return object;
    }
    throw new ProblemException(Problem.malformed("the body must be a JSON object"));
  }

  /** The bytes that the consumer writes. */
  static byte[] write(Consumer<JsonGenerator> content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      content.accept(out);
    }
    return bytes.toByteArray();
  }

  /** Whether the text, which is from the store, is exactly one JSON value. */
  static boolean isOneValue(String text) {
    try (JsonParser parser = STORED.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static JsonNode read(String text) {
    try (JsonParser parser = new NegativeZero(MAPPER.createParser(text))) {
      try {
        return MAPPER.readTree(parser);
      } catch (JacksonException e) {
        throw refused(e, parser);
      } catch (ArithmeticException | IllegalArgumentException e) { // of BigDecimal, with the text
        throw new ProblemException(
            Problem.malformed("a number in the body is out of range", pointer(parser)));
      }
    }
  }

  private static String pointer(JsonParser parser) {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  private static ProblemException refused(JacksonException e, JsonParser parser) {
    String pointer = pointer(parser);
    String detail =
        e instanceof StreamConstraintsException
            ? "the body is nested too deeply, or a name or number in it is too long; an attribute's"
                + " value may be nested "
                + SizeLimits.DEEPEST_VALUE
                + " deep"
            : "the body is not JSON, or has a duplicate member: line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr();
    return new ProblemException(
        pointer.isEmpty() ? Problem.malformed(detail) : Problem.malformed(detail, pointer));
  }

  /**
   * Where a string, or the parent of a name, has a lone surrogate, which UTF-8 cannot carry but an
   * escape can. The pointer is built on the way back, so a body without one costs none.
   */
  private static Optional<String> loneSurrogate(JsonNode node) {
    if (node.isString()) {
      return StrictUtf8.isWellFormed(node.stringValue()) ? Optional.empty() : Optional.of("");
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!StrictUtf8.isWellFormed(member.getKey())) {
        return Optional.of("");
      }
      Optional<String> below = loneSurrogate(member.getValue());
      if (below.isPresent()) {
        return below.map(rest -> JsonPointers.member("", member.getKey()) + rest);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      Optional<String> below = loneSurrogate(node.get(i));
      if (below.isPresent()) {
        return Optional.of("/" + i + below.get());
      }
    }
    return Optional.empty();
  }

  /**
   * Keeps the sign of {@code -0.0}. A {@code BigDecimal} has none; so to Jackson it is "not a
   * number" here, which it reads as a {@code double}.
   */
  private static final class NegativeZero extends JsonParserDelegate {

    NegativeZero(JsonParser parser) {
      super(parser);
    }

    @Override
    public boolean isNaN() {
      return delegate.isNaN()
          || (delegate.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
              && Double.valueOf(-0.0).equals(delegate.getDoubleValue())
              && delegate.getDecimalValue().signum() == 0); // not merely too small for a double
    }
  }
}
