package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code openapi.yaml} describes every route of the service, and no other. */
final class OpenApiTest {

  private final OpenApi api = new OpenApi();

  @Test
  void theDescriptionHasEveryRouteAndNoOther() {
    assertThat(api.operations())
        .isEqualTo(
            OpenApiRoutes.all().stream()
                .map(OpenApiRoutes::operation)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void theDescriptionTellsWhatEachRouteTakesAndFromWhom() {
    for (Route route : OpenApiRoutes.all()) {
      String pointer = OpenApi.pointer(OpenApiRoutes.operation(route));
      JsonNode operation = api.at(pointer);
      assertThat(operation.has("security")).describedAs(pointer).isEqualTo(route.roles().isEmpty());
      assertThat(operation.at("/description").asString(""))
          .describedAs(pointer)
          .startsWith(roles(route.roles()));
      assertThat(queries(operation)).describedAs(pointer).isEqualTo(route.queries());
      assertThat(mediaTypes(operation)).describedAs(pointer).isEqualTo(mediaTypes(route));
      for (String type : mediaTypes(operation)) {
        String schema =
            api.resolved(pointer + "/requestBody/content/" + OpenApi.escaped(type) + "/schema");
        assertThat(api.at(schema).get("properties").propertyNames())
            .describedAs(schema)
            .containsExactlyElementsOf(route.members());
        assertThat(api.at(schema).get("additionalProperties").booleanValue()).isFalse();
      }
    }
  }

  private static String roles(Set<Role> roles) {
    if (roles.isEmpty()) {
      return "";
    }
    return "Role "
        + Stream.of(Role.values())
            .filter(roles::contains)
            .map(role -> "`" + role.label() + "`")
            .collect(Collectors.joining(" or "))
        + ".";
  }

  private Set<String> queries(JsonNode operation) {
    return operation
        .path("parameters")
        .valueStream()
        .map(p -> p.has("$ref") ? api.at(p.get("$ref").stringValue().substring(1)) : p)
        .filter(p -> p.get("in").stringValue().equals("query"))
        .map(p -> p.get("name").stringValue())
        .collect(Collectors.toSet());
  }

  private static Set<String> mediaTypes(JsonNode operation) {
    return Set.copyOf(operation.at("/requestBody/content").propertyNames());
  }

  private static Set<String> mediaTypes(Route route) {
    return route.members().isEmpty()
        ? Set.of()
        : new TreeSet<>(List.of(route.bodyType(), Caller.JSON));
  }
}
