package dev.sojourn.redis.internal.layout;

import dev.sojourn.MemberPath;
import dev.sojourn.MemberPath.Index;
import dev.sojourn.MemberPath.Name;
import dev.sojourn.MemberPath.Step;
import java.util.stream.Collectors;

/**
 * Paths of the JSON commands, such as {@code $["attributes"]["cart"]["items"][0]}. Every name is
 * quoted, so that none is read as a wildcard or a filter.
 */
final class JsonPath {

  private JsonPath() {}

  /**
   * Whether the commands preserve every name of the path. They keep the backslashes of a name that
   * they create, so a name that needs escaping is not supported; and they drop a leading space.
   */
  static boolean isSupported(MemberPath path) {
    return path.steps().stream()
        .allMatch(step -> !(step instanceof Name name) || isSupported(name.name()));
  }

  private static boolean isSupported(String name) {
    return name.indexOf('"') < 0 && name.indexOf('\\') < 0 && name.charAt(0) != ' ';
  }

  static String of(MemberPath path, Naming naming) {
    return of(path.attribute(), naming)
        + path.steps().stream().map(JsonPath::step).collect(Collectors.joining());
  }

  /** The path of an attribute. */
  static String of(String attribute, Naming naming) {
    return ofAttributes(naming) + "[\"" + PercentEscape.encode(naming.entry(attribute)) + "\"]";
  }

  /** The path of the object of all attributes. */
  static String ofAttributes(Naming naming) {
    return "$[\"" + naming.member(RecordHeader.ATTRIBUTES) + "\"]";
  }

  private static String step(Step step) {
    return step instanceof Index index
        ? "[" + index.index() + "]"
        : "[\"" + ((Name) step).name() + "\"]";
  }
}
