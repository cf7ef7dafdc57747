package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The examples in {@code openapi.yaml} match their schemas, and the service accepts them. */
final class OpenApiExamplesTest {

  private final OpenApi api = new OpenApi();

  @Test
  void everyExampleIsOfItsSchema() {
    List<String> schemas = new ArrayList<>();
    collect("", api.at(""), schemas);
    assertThat(schemas).hasSizeGreaterThan(20);
  }

  @Test
  void theServiceTakesEveryExampleOfABody() {
    try (TestService service = TestService.start()) {
      int tried = 0;
      for (Route route : OpenApiRoutes.all()) {
        for (String body : examples(route)) {
          Reply reply = send(service.caller(), route, body);
          assertThat(reply.status()).describedAs(reply.toString()).isIn(200, 201, 202, 404);
          tried++;
        }
      }
      assertThat(tried).isGreaterThanOrEqualTo(8);
    }
  }

  private List<String> examples(Route route) {
    String pointer =
        OpenApi.pointer(OpenApiRoutes.operation(route))
            + "/requestBody/content/"
            + OpenApi.escaped(route.bodyType())
            + "/examples";
    return api.at(pointer).valueStream().map(example -> example.get("value").toString()).toList();
  }

  private static Reply send(Caller caller, Route route, String body) {
    String path = route.path().replace("{id}", caller.create("{}").id());
    return caller.send(route.method().name(), path, Optional.of(route.bodyType()), body);
  }

  /** Examples stand beside a schema, alone or by name; a name's value may stand elsewhere. */
  private void collect(String pointer, JsonNode node, List<String> found) {
    if (node.has("schema") && (node.has("examples") || node.has("example"))) {
      found.add(pointer);
      if (node.has("example")) {
        assertThat(api.errors(pointer + "/schema", node.get("example")))
            .describedAs(pointer)
            .isEmpty();
      }
      for (String name : node.path("examples").propertyNames()) {
        String example = api.resolved(pointer + "/examples/" + OpenApi.escaped(name)) + "/value";
        assertThat(api.errors(pointer + "/schema", api.at(example))).describedAs(example).isEmpty();
        found.add(example);
      }
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      collect(pointer + "/" + OpenApi.escaped(member.getKey()), member.getValue(), found);
    }
  }
}
