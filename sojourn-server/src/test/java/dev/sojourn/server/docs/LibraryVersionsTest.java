package dev.sojourn.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The range of libraries in the README is the one from the oldest tested Spring Boot to the build.
 */
final class LibraryVersionsTest {

  private static final Map<String, Integer> COLUMNS =
      Map.of("Lettuce", 1, "Jackson", 2, "Caffeine", 4);

  private final String readme = Pages.text(Pages.ROOT.resolve("README.md")).replace('\n', ' ');

  @ParameterizedTest
  @ValueSource(strings = {"Lettuce", "Jackson", "Caffeine"})
  void theReadmeNamesTheRangeThatIsTested(String library) {
    String oldest = minor(releases().get(0).get(COLUMNS.get(library)));
    assertThat(readme).contains(library + " " + oldest + " to " + minor(ofTheBuild(library)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theReadmeNamesTheReleasesOfSpringBoot(int line) {
    assertThat(readme).contains(releases().get(line).get(0));
  }

  private static List<List<String>> releases() {
    return Pages.text(Pages.ROOT.resolve("tools/spring-boot.txt"))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Stream.of(line.split(" ", -1)).toList())
        .toList();
  }

  private static String ofTheBuild(String library) {
    String name = library.toLowerCase(Locale.ROOT) + ".version";
    Matcher version =
        Pattern.compile("<" + name + ">([^<]+)<")
            .matcher(Pages.text(Pages.ROOT.resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  private static String minor(String version) {
    return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
  }
}
