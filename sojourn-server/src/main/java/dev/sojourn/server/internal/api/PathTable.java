package dev.sojourn.server.internal.api;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the routes of a path; a literal path wins over one with variable segments. Immutable. */
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
    private final List<String> segments;
    private final Map<HttpMethod, Route> routes;
    private final boolean open;

    private Place(String path, List<Route> atPath) {
      this.path = path;
      this.segments = segments(path);
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

    /** The variable segments of a matching path by name, still percent-encoded. */
    Map<String, String> parameters(String found) {
      List<String> values = segments(found);
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int i = 0; i < segments.size(); i++) {
        String segment = segments.get(i);
        if (isVariable(segment)) {
          parameters.put(segment.substring(1, segment.length() - 1), values.get(i));
        }
      }
      return parameters;
    }

    private boolean isVariable() {
      return isVariable(path);
    }

    private static boolean isVariable(String text) {
      return text.indexOf('{') >= 0;
    }

    private boolean matches(String found) {
      List<String> values = segments(found);
      return values.size() == segments.size()
          && IntStream.range(0, values.size())
              .allMatch(i -> matches(segments.get(i), values.get(i)));
    }

    private static boolean matches(String segment, String value) {
      return isVariable(segment) ? !value.isEmpty() : segment.equals(value);
    }

    private static List<String> segments(String path) {
      return List.of(path.split("/", -1));
    }
  }
}
