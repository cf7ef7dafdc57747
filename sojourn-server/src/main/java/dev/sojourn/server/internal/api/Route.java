package dev.sojourn.server.internal.api;

import io.vertx.core.http.HttpMethod;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One operation: its path, the roles that may call it, its parameters and its handler. Immutable.
 *
 * @param method the HTTP method
 * @param path the path, with at most one variable segment in braces
 * @param roles the roles that may call; if empty, no key is needed
 * @param bodyType the documented media type of the body; JSON is always accepted
 * @param members the accepted members of the body, in documented order
 * @param queries the accepted query parameters
 * @param handler handles the call
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

  /** A route for these roles, without members and query parameters. */
  public static Route keyed(HttpMethod method, String path, Set<Role> roles, CallHandler handler) {
    return new Route(method, path, Set.copyOf(roles), JSON, Set.of(), Set.of(), handler);
  }

  /** A route that needs no key. */
  public static Route open(String path, CallHandler handler) {
    return new Route(HttpMethod.GET, path, Set.of(), JSON, Set.of(), Set.of(), handler);
  }

  /** This route with these members of the body. */
  public Route members(String... names) {
    return new Route(method, path, roles, bodyType, ordered(names), queries, handler);
  }

  /** This route with these query parameters. */
  public Route queries(String... names) {
    return new Route(method, path, roles, bodyType, members, ordered(names), handler);
  }

  /** This route with a merge patch as body (RFC 7396). */
  public Route mergePatch() {
    return new Route(method, path, roles, MERGE_PATCH, members, queries, handler);
  }

  /** Whether no service key is needed. */
  boolean isOpen() {
    return roles.isEmpty();
  }

  /** Whether the route accepts a body of this media type. */
  boolean takes(String contentType) {
    if (contentType.equals(bodyType)) {
      return true; // the usual case
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
