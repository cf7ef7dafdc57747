package dev.sojourn.server.internal.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the route of a request and checks the caller's key: 401, then 404 or 405, then 403. */
final class Authorization {

  private static final String BEARER = "bearer ";

  private final PathTable pathTable;
  private final Optional<ServiceKeys> keys;

  /**
   * Authorization for these routes.
   *
   * @param keys the accepted keys; empty if all routes are open, so that an unknown path is a 404
   *     for everybody
   */
  Authorization(List<Route> routes, Optional<ServiceKeys> keys) {
    this.pathTable = new PathTable(routes);
    this.keys = keys;
  }

  /**
   * Returns the route of an allowed request.
   *
   * @throws ProblemException if the request is not allowed
   */
  Admitted admit(HttpExchange exchange) {
    HttpServerRequest request = exchange.request();
    Optional<PathTable.Place> found = pathTable.find(request.path());
    found.ifPresent(exchange::routed);
    boolean needsKey = found.map(place -> !place.isOpen()).orElse(keys.isPresent());
    Optional<ServiceKey> caller = needsKey ? Optional.of(caller(request)) : Optional.empty();
    caller.ifPresent(exchange::authenticated);
    PathTable.Place place = found.orElseThrow(() -> new ProblemException(Problem.noSuchPath()));
    Route route =
        place
            .route(request.method())
            .orElseThrow(() -> new ProblemException(Problem.methodNotAllowed(place.allowed())));
    caller.ifPresent(key -> requireRole(key, route));
    return new Admitted(route, place.parameters(request.path()));
  }

  private ServiceKey caller(HttpServerRequest request) {
    List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (headers.size() != 1) {
      throw new ProblemException(Problem.unknownKey());
    }
    return bearer(headers.get(0))
        .flatMap(raw -> keys.flatMap(known -> known.find(raw)))
        .orElseThrow(() -> new ProblemException(Problem.unknownKey()));
  }

  private static Optional<String> bearer(String header) {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(header.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  private static void requireRole(ServiceKey key, Route route) {
    if (!key.hasAny(route.roles())) {
      throw new ProblemException(
          Problem.roleMissing(
              route.roles().stream().map(Role::label).collect(Collectors.joining(" or "))));
    }
  }

  /**
   * An allowed request.
   *
   * @param route its route
   * @param parameters the variable segments of its path by name, still percent-encoded
   */
  record Admitted(Route route, Map<String, String> parameters) {}
}
