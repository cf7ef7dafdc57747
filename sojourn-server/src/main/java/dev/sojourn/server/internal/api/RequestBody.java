package dev.sojourn.server.internal.api;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's body, or an object in it: members asked for by name and type, none unknown. A {@code
 * null} is as if the member were not there.
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
   * The body of a call that takes these members.
   *
   * @throws ProblemException when it is no JSON object, or has another member
   */
  static RequestBody parse(byte[] bytes, Set<String> known) {
    return of(StrictJson.read(bytes), "", known);
  }

  /** A text; empty when it is not there. */
  Optional<String> text(String name) {
    return member(name)
        .map(
            value ->
                value
                    .stringValueOpt()
                    .orElseThrow(() -> invalid(name, "this member must be a string")));
  }

  /** A text that must be there. */
  String requiredText(String name) {
    return text(name).orElseThrow(() -> invalid(name, "this member is missing"));
  }

  /** {@code true} or {@code false}, or what it is when it is not there. */
  boolean flag(String name, boolean defaultValue) {
    return member(name)
        .map(
            value ->
                value
                    .booleanValueOpt()
                    .orElseThrow(() -> invalid(name, "this member must be true or false")))
        .orElse(defaultValue);
  }

  /** A duration; empty when it is not there. */
  Optional<Duration> duration(String name) {
    return text(name).map(text -> JsonPointers.at(pointerTo(name), () -> IsoDurations.parse(text)));
  }

  /** An object whose members are as they are; empty when it is not there. */
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

  /** An object that takes these members; empty when it is not there. */
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
