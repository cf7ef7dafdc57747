package dev.sojourn.redis.internal.layout;

import dev.sojourn.MemberPath;
import dev.sojourn.MemberPath.Index;
import dev.sojourn.MemberPath.Name;
import dev.sojourn.MemberPath.Step;
import java.util.stream.Collectors;

/**
 * Paths as the JSON commands take them, {@code $["attributes"]["cart"]["items"][0]}: every name
 * quoted, so that none is taken for a wildcard or a filter.
 */
final class JsonPath {

  private JsonPath() {}

  /**
   * Whether the commands take every name of the path as it is. Of one that they create they keep
   * the backslashes, so there must be nothing to escape; and they drop a space at its beginning.
   */
  static boolean isTaken(MemberPath path) {
    return path.steps().stream()
        .allMatch(step -> !(step instanceof Name name) || isTaken(name.name()));
  }

  private static boolean isTaken(String name) {
    return name.indexOf('"') < 0 && name.indexOf('\\') < 0 && name.charAt(0) != ' ';
  }

  static String of(MemberPath path, Naming naming) {
    return of(path.attribute(), naming)
        + path.steps().stream().map(JsonPath::step).collect(Collectors.joining());
  }

  /** Of an attribute. */
  static String of(String attribute, Naming naming) {
    return ofAttributes(naming) + "[\"" + PercentEscape.encode(naming.entry(attribute)) + "\"]";
  }

  /** Of the object of all attributes. */
  static String ofAttributes(Naming naming) {
    return "$[\"" + naming.member(RecordHeader.ATTRIBUTES) + "\"]";
  }

  private static String step(Step step) {
    return step instanceof Index index
        ? "[" + index.index() + "]"
        : "[\"" + ((Name) step).name() + "\"]";
  }
}
