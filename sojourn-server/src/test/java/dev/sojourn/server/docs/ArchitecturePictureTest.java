package dev.sojourn.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The picture of the architecture shows the packages there are and what they import. An import that
 * follows from other arrows is left out, and so are the settings that internals of sojourn-redis
 * read in its API.
 */
final class ArchitecturePictureTest {

  private static final List<String> MODULES =
      List.of("sojourn-core", "sojourn-redis", "sojourn-server");
  private static final String API = "dev.sojourn.redis";
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(dev\\.sojourn(?:\\.[a-z]\\w*)*)\\.[A-Z]");

  private static final Document PICTURE = picture();

  /** The box that each drawn package is in, by the first package of the box. */
  private static final Map<String, String> BOXES = boxes();

  private static final Set<Arrow> DRAWN = drawn();
  private static final Map<String, Set<String>> IMPORTS = imports();

  private record Arrow(String from, String to) {}

  @Test
  void everyPackageIsDrawnOnce() {
    assertThat(BOXES.keySet()).isEqualTo(IMPORTS.keySet());
  }

  @Test
  void everyArrowIsAnImport() {
    assertThat(imported()).containsAll(DRAWN);
  }

  @Test
  void everyImportIsAnArrowOrFollowsFromSome() {
    assertThat(imported()).allMatch(arrow -> isConnected(arrow, DRAWN));
  }

  @Test
  void noArrowFollowsFromOthers() {
    assertThat(DRAWN)
        .isNotEmpty()
        .noneMatch(
            arrow ->
                isConnected(
                    arrow,
                    DRAWN.stream()
                        .filter(Predicate.not(arrow::equals))
                        .collect(Collectors.toSet())));
  }

  /** The imports between two boxes. */
  private static Set<Arrow> imported() {
    return IMPORTS.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(to -> between(entry.getKey(), to)))
        .filter(arrow -> !arrow.from().equals(arrow.to()) && !isOfSettings(arrow))
        .collect(Collectors.toSet());
  }

  private static Arrow between(String from, String to) {
    assertThat(BOXES).containsKeys(from, to);
    return new Arrow(BOXES.get(from), BOXES.get(to));
  }

  private static boolean isOfSettings(Arrow arrow) {
    return arrow.to().equals(API) && arrow.from().startsWith(API + ".internal.");
  }

  /** Whether arrows lead from one to the other. */
  private static boolean isConnected(Arrow wanted, Set<Arrow> arrows) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(wanted.from()));
    while (!next.isEmpty()) {
      String box = next.remove();
      arrows.stream()
          .filter(arrow -> arrow.from().equals(box) && reached.add(arrow.to()))
          .forEach(arrow -> next.add(arrow.to()));
    }
    return reached.contains(wanted.to());
  }

  private static Map<String, String> boxes() {
    Map<String, String> boxes = new TreeMap<>();
    elements("rect", "data-packages")
        .map(box -> List.of(box.getAttribute("data-packages").split(" ", -1)))
        .forEach(
            packages ->
                packages.forEach(
                    name -> assertThat(boxes.put(name, packages.get(0))).as(name).isNull()));
    return boxes;
  }

  private static Set<Arrow> drawn() {
    return elements("path", "data-from")
        .map(path -> new Arrow(path.getAttribute("data-from"), path.getAttribute("data-to")))
        .collect(Collectors.toSet());
  }

  private static Stream<Element> elements(String tag, String attribute) {
    return IntStream.range(0, PICTURE.getElementsByTagName(tag).getLength())
        .mapToObj(i -> (Element) PICTURE.getElementsByTagName(tag).item(i))
        .filter(element -> element.hasAttribute(attribute));
  }

  /** What each package of the drawn modules imports of Sojourn. */
  private static Map<String, Set<String>> imports() {
    Map<String, Set<String>> imports = new TreeMap<>();
    Pages.sources().stream()
        .filter(ArchitecturePictureTest::isDrawn)
        .map(Pages::text)
        .forEach(
            source ->
                imports
                    .computeIfAbsent(groups(PACKAGE, source).get(0), name -> new TreeSet<>())
                    .addAll(groups(IMPORT, source)));
    return imports;
  }

  private static boolean isDrawn(Path source) {
    Path path = Pages.ROOT.relativize(source);
    return MODULES.contains(path.getName(0).toString()) && path.startsWith(mainOf(path));
  }

  private static Path mainOf(Path path) {
    return path.getName(0).resolve("src").resolve("main");
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static Document picture() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(Pages.ROOT.resolve("docs/architecture.svg").toFile());
    } catch (Exception e) {
      throw new IllegalStateException("docs/architecture.svg cannot be read", e);
    }
  }
}
