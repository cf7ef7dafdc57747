package dev.sojourn.server.internal.api;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A response of the service. */
public record Reply(int status, HttpHeaders headers, String text) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  Reply(HttpResponse<byte[]> response) {
    this(
        response.statusCode(),
        response.headers(),
        new String(response.body(), StandardCharsets.UTF_8));
  }

  public JsonNode json() {
    return MAPPER.readTree(text);
  }

  /** The text at a JSON Pointer. */
  public String at(String pointer) {
    JsonNode node = json().at(pointer);
    return node.isString() ? node.stringValue() : node.toString();
  }

  String header(String name) {
    return String.join("; ", headers.allValues(name));
  }

  public String token() {
    return at("/token");
  }

  public String id() {
    return at("/session/id");
  }
}
