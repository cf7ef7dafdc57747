package dev.sojourn.server.internal.api;

import io.vertx.core.http.HttpMethod;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One call: where it is, who may make it, what it takes, what answers it. Immutable.
 *
 * @param method the HTTP method
 * @param path the path, with at most one variable segment in braces
 * @param roles who may call: any of these roles; everybody, without a key, when there is none
 * @param bodyType the media type that a caller is told to send; JSON itself is always taken
 * @param members what the body may hold, in the order in which it is documented
 * @param queries what the query may hold
 * @param handler what answers it
 */
public record Route(
    HttpMethod method,
    String path,
    Set<Role> roles,
    String bodyType,
    Set<String> members,
    Set<String> queries,
    CallHandler handler) {

  static final String JSON = "application/json";
  static final String MERGE_PATCH = "application/merge-patch+json";

  /** For who has one of these roles; without members and query until they are said. */
  public static Route keyed(HttpMethod method, String path, Set<Role> roles, CallHandler handler) {
    return new Route(method, path, Set.copyOf(roles), JSON, Set.of(), Set.of(), handler);
  }

  /** For everybody. */
  public static Route open(String path, CallHandler handler) {
    return new Route(HttpMethod.GET, path, Set.of(), JSON, Set.of(), Set.of(), handler);
  }

  /** With a body that may hold these members. */
  public Route members(String... names) {
    return new Route(method, path, roles, bodyType, ordered(names), queries, handler);
  }

  /** With a query that may hold these parameters. */
  public Route queries(String... names) {
    return new Route(method, path, roles, bodyType, members, ordered(names), handler);
  }

  /** With a body that is a merge patch (RFC 7396). */
  public Route mergePatch() {
    return new Route(method, path, roles, MERGE_PATCH, members, queries, handler);
  }

  /** Whether anybody may call, without a service key. */
  boolean isOpen() {
    return roles.isEmpty();
  }

  /** Whether a body of that media type is taken. */
  boolean takes(String contentType) {
    if (contentType.equals(bodyType)) {
      return true; // as nearly always
    }
    String[] parts = contentType.split(";", -1);
    String type = parts[0].strip();
    boolean known = type.equalsIgnoreCase(bodyType) || type.equalsIgnoreCase(JSON);
    return known && parts.length <= 2 && (parts.length == 1 || isUtf8(parts[1].strip()));
  }

  private static boolean isUtf8(String parameter) {
    return parameter.equalsIgnoreCase("charset=utf-8")
        || parameter.equalsIgnoreCase("charset=\"utf-8\"");
  }

  private static Set<String> ordered(String... names) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
  }
}
