package dev.sojourn.server.internal.api;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the routes of a path; a literal path wins over one with a variable segment. Immutable. */
final class PathTable {

  private final Map<String, Place> literal = new LinkedHashMap<>();
  private final List<Place> variable = new ArrayList<>();

  PathTable(List<Route> routes) {
    Map<String, List<Route>> byPath =
        routes.stream()
            .collect(Collectors.groupingBy(Route::path, LinkedHashMap::new, Collectors.toList()));
    byPath.forEach((path, atPath) -> add(new Place(path, atPath)));
  }

  /** The place of a request's path. */
  Optional<Place> find(String path) {
    Place place = literal.get(path);
    return place != null
        ? Optional.of(place)
        : variable.stream().filter(candidate -> candidate.matches(path)).findFirst();
  }

  private void add(Place place) {
    if (place.isVariable()) {
      variable.add(place);
    } else {
      literal.put(place.path, place);
    }
  }

  /** The routes of one path, by method. */
  static final class Place {

    private final String path;
    private final String prefix;
    private final String suffix;
    private final Map<HttpMethod, Route> routes;
    private final boolean open;

    private Place(String path, List<Route> atPath) {
      int brace = path.indexOf('{');
      this.path = path;
      this.prefix = brace < 0 ? path : path.substring(0, brace);
      this.suffix = brace < 0 ? "" : path.substring(path.indexOf('}') + 1);
      this.open = atPath.stream().allMatch(Route::isOpen);
      this.routes = atPath.stream().collect(Collectors.toMap(Route::method, route -> route));
    }

    /** The route of a method. */
    Optional<Route> route(HttpMethod method) {
      return Optional.ofNullable(routes.get(method));
    }

    /** The supported methods, in the format of the header {@code Allow}. */
    String allowed() {
      return routes.keySet().stream()
          .map(HttpMethod::name)
          .sorted()
          .collect(Collectors.joining(", "));
    }

    /** Whether no service key is needed. */
    boolean isOpen() {
      return open;
    }

    /** The documented path. */
    String path() {
      return path;
    }

    /** The variable segment of a matching path, still percent-encoded. */
    String parameter(String found) {
      return isVariable() ? found.substring(prefix.length(), found.length() - suffix.length()) : "";
    }

    private boolean isVariable() {
      return path.indexOf('{') >= 0;
    }

    private boolean matches(String found) {
      return found.length() > prefix.length() + suffix.length()
          && found.startsWith(prefix)
          && found.endsWith(suffix)
          && parameter(found).indexOf('/') < 0;
    }
  }
}
