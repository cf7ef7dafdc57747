package dev.sojourn.server.internal.api;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * The answer to a call.
 *
 * @param status the HTTP status
 * @param type the media type of the body
 * @param body the body
 * @param headers further headers
 * @param stream continues the answer after the body, if it is a stream
 */
@SuppressWarnings("ArrayRecordComponent") // answers are written, never compared
public record HttpAnswer(
    int status,
    String type,
    byte[] body,
    Map<String, String> headers,
    Optional<StreamedAnswer> stream) {

  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  /** A success in JSON. */
  static HttpAnswer json(int status, Consumer<JsonGenerator> content) {
    return complete(status, JSON, StrictJson.write(content), Map.of());
  }

  /** A problem. */
  static HttpAnswer of(Problem problem) {
    return complete(problem.kind().status(), PROBLEM, problem.json(), problem.headers());
  }

  /** A success with a text body. */
  public static HttpAnswer text(String type, String content) {
    return complete(200, type, content.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** A success that begins with this text and continues as a stream. */
  static HttpAnswer stream(String type, String beginning, StreamedAnswer stream) {
    byte[] body = beginning.getBytes(StandardCharsets.UTF_8);
    return new HttpAnswer(200, type, body, Map.of(), Optional.of(stream));
  }

  /** A success with a one-word status. */
  public static HttpAnswer state(String word) {
    return json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("status", word);
          out.writeEndObject();
        });
  }

  /** The store did not answer. */
  public static HttpAnswer storeUnavailable() {
    return of(Problem.storeUnavailable());
  }

  /** This answer with one more header. */
  HttpAnswer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new HttpAnswer(status, type, body, Map.copyOf(more), stream);
  }

  private static HttpAnswer complete(
      int status, String type, byte[] body, Map<String, String> headers) {
    return new HttpAnswer(status, type, body, headers, Optional.empty());
  }
}
