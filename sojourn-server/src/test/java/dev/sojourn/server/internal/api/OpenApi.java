package dev.sojourn.server.internal.api;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The service's description, read and resolved. */
final class OpenApi {

  private static final String HERE = "https://sojourn.invalid/openapi";

  private final JsonNode document = read();
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder -> builder.schemas(Map.of(HERE, document.toString())));

  /** The methods and paths: {@code GET /v1/sessions/{id}}. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    document
        .at("/paths")
        .properties()
        .forEach(
            path ->
                path.getValue().propertyNames().stream()
                    .filter(name -> !name.equals("parameters"))
                    .forEach(
                        method ->
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return operations;
  }

  /** The statuses of all operations: {@code GET /v1/sessions/{id} 404}. */
  Set<String> statuses() {
    Set<String> statuses = new TreeSet<>();
    for (String operation : operations()) {
      at(pointer(operation))
          .get("responses")
          .propertyNames()
          .forEach(s -> statuses.add(operation + " " + s));
    }
    return statuses;
  }

  /** The node at a pointer. */
  JsonNode at(String pointer) {
    return document.at(pointer);
  }

  /** The pointer to an operation. */
  static String pointer(String operation) {
    String[] parts = operation.split(" ", 2);
    return pathPointer(parts[1]) + "/" + parts[0].toLowerCase(Locale.ROOT);
  }

  static String pathPointer(String path) {
    return "/paths/" + escaped(path);
  }

  /** The pointer, or where the reference that stands there leads to. */
  String resolved(String pointer) {
    JsonNode node = at(pointer);
    return node.has("$ref") ? resolved(node.get("$ref").stringValue().substring(1)) : pointer;
  }

  /** What is wrong with a value by the schema at a pointer. */
  List<String> errors(String schemaPointer, JsonNode value) {
    return schemas
        .getSchema(SchemaLocation.of(HERE + "#" + schemaPointer))
        .validate(value, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static JsonNode read() {
    try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
