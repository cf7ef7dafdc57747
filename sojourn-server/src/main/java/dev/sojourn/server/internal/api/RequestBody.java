package dev.sojourn.server.internal.api;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a request, or an object in it. Members are read by name and type; unknown ones are
 * rejected. A {@code null} member counts as absent.
 */
final class RequestBody {

  /** A body without members. */
  static final RequestBody NONE = new RequestBody(StrictJson.object(), "");

  private final ObjectNode members;
  private final String pointer;

  private RequestBody(ObjectNode members, String pointer) {
    this.members = members;
    this.pointer = pointer;
  }

  /**
   * Parses a body.
   *
   * @param known the members that the call accepts
   * @throws ProblemException if it is not a JSON object or has an unknown member
   */
  static RequestBody parse(byte[] bytes, Set<String> known) {
    return of(StrictJson.read(bytes), "", known);
  }

  /** A string member; empty if absent. */
  Optional<String> text(String name) {
    return member(name)
        .map(
            value ->
                value
                    .stringValueOpt()
                    .orElseThrow(() -> invalid(name, "this member must be a string")));
  }

  /** A required string member. */
  String requiredText(String name) {
    return text(name).orElseThrow(() -> invalid(name, "this member is missing"));
  }

  /** A boolean member, with a default if absent. */
  boolean flag(String name, boolean defaultValue) {
    return member(name)
        .map(
            value ->
                value
                    .booleanValueOpt()
                    .orElseThrow(() -> invalid(name, "this member must be true or false")))
        .orElse(defaultValue);
  }

  /** A duration member; empty if absent. */
  Optional<Duration> duration(String name) {
    return text(name).map(text -> JsonPointers.at(pointerTo(name), () -> IsoDurations.parse(text)));
  }

  /** An object member with any members; empty if absent. */
  Optional<ObjectNode> object(String name) {
    return member(name)
        .map(
            value -> {
              if (value instanceof ObjectNode object) {
                return object;
              }
              throw invalid(name, "this member must be an object");
            });
  }

  /** An object member that accepts these members; empty if absent. */
  Optional<RequestBody> part(String name, Set<String> known) {
    return object(name).map(object -> of(object, pointerTo(name), known));
  }

  String pointerTo(String name) {
    return JsonPointers.member(pointer, name);
  }

  private static RequestBody of(ObjectNode members, String pointer, Set<String> known) {
    for (String name : members.propertyNames()) {
      if (!known.contains(name)) {
        throw new ProblemException(
            Problem.malformed(unknown(known), JsonPointers.member(pointer, name)));
      }
    }
    return new RequestBody(members, pointer);
  }

  private static String unknown(Set<String> known) {
    return known.isEmpty()
        ? "this call accepts no members"
        : "this member is unknown; allowed are " + String.join(", ", known);
  }

  private Optional<JsonNode> member(String name) {
    return Optional.ofNullable(members.get(name)).filter(value -> !value.isNull());
  }

  private ProblemException invalid(String name, String detail) {
    return new ProblemException(Problem.malformed(detail, pointerTo(name)));
  }
}
