package dev.sojourn.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Java type that a page names in backquotes is declared or imported by the sources. */
final class DocumentedTypesTest {

  private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");
  private static final Pattern NAMED =
      Pattern.compile("`@?([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:[.#](\\w+))?(?:\\([^`]*\\))?`");
  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");
  private static final Pattern IMPORTED = Pattern.compile("(?m)^import [\\w.]+\\.(\\w+);");

  /** Attributes of cookies, a type of browsers, and one that needs no import. */
  private static final Set<String> OTHERS =
      Set.of("Secure", "HttpOnly", "SameSite", "EventSource", "IllegalArgumentException", "System");

  /** The text of each source by the name of its type. */
  private static final Map<String, String> SOURCES =
      Pages.sources().stream()
          .collect(
              Collectors.toMap(
                  path -> path.getFileName().toString().replace(".java", ""),
                  Pages::text,
                  String::concat));

  private static final Set<String> TYPES =
      Stream.of(DECLARED, IMPORTED)
          .flatMap(
              pattern ->
                  SOURCES.values().stream().flatMap(source -> pattern.matcher(source).results()))
          .map(found -> found.group(1))
          .collect(Collectors.toSet());

  @ParameterizedTest
  @MethodSource("pages")
  void everyTypeIsThere(Path page) {
    assertThat(named(page).map(found -> found.group(1)).filter(name -> !OTHERS.contains(name)))
        .allMatch(TYPES::contains);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyMemberIsThere(Path page) {
    assertThat(named(page).filter(found -> SOURCES.containsKey(found.group(1))))
        .allSatisfy(DocumentedTypesTest::assertHasMember);
  }

  private static void assertHasMember(MatchResult named) {
    Optional.ofNullable(named.group(2))
        .ifPresent(
            member ->
                assertThat(SOURCES.get(named.group(1)))
                    .as(named.group())
                    .containsPattern("\\b" + member + "\\b"));
  }

  static List<Path> pages() {
    return Pages.all();
  }

  private static Stream<MatchResult> named(Path page) {
    return NAMED.matcher(BLOCK.matcher(Pages.text(page)).replaceAll("")).results();
  }
}
