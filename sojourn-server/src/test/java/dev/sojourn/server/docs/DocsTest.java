package dev.sojourn.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.server.internal.command.ServeFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation is consistent: links, flags and the example. */
final class DocsTest {

  private static final Pattern LINK = Pattern.compile("\\[[^]\n]*(?:\n[^]]*)?]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final String STORY =
      "sojourn-server/src/main/java/dev/sojourn/server/internal/tryout/DemoScript.java";
  private static final int LONGEST_LINE = 120;

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) {
    assertThat(linksWithin(page)).allSatisfy(link -> assertLeadsSomewhere(page, link));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noLineIsTooLong(Path page) {
    assertThat(Pages.text(page).lines().filter(line -> !line.startsWith("|")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(LONGEST_LINE));
  }

  @Test
  void theStoryIsTheOneThatIsPrinted() {
    String printed = Pages.text(Pages.ROOT.resolve(STORY)).replace("\\\\", "\\");
    String readme = Pages.text(Pages.ROOT.resolve("README.md"));
    String told = readme.substring(readme.indexOf("```sh\n") + 6).replaceFirst("(?s)```.*", "");
    assertThat(told.lines()).isNotEmpty().allSatisfy(line -> assertThat(printed).contains(line));
  }

  @ParameterizedTest
  @EnumSource(ServeFlag.class)
  void everyFlagIsDescribed(ServeFlag flag) {
    assertThat(Pages.text(Pages.ROOT.resolve("docs/http.md"))).contains(flag.flag());
  }

  static Stream<Path> pages() {
    return Pages.all().stream();
  }

  private static List<String> linksWithin(Path page) {
    return LINK.matcher(Pages.text(page))
        .results()
        .map(found -> found.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  private static void assertLeadsSomewhere(Path page, String link) {
    String file = link.replaceFirst("#.*", "");
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    assertThat(target).exists();
    if (link.contains("#") && !Files.isDirectory(target)) {
      assertThat(anchors(target)).contains(link.replaceFirst("[^#]*#", ""));
    }
  }

  /** As forges create them: lower case, hyphens for spaces, no other punctuation. */
  private static Stream<String> anchors(Path page) {
    return HEADING
        .matcher(Pages.text(page))
        .results()
        .map(DocsTest::title)
        .map(title -> title.replaceAll("[^\\w\\s-]", "").replace(' ', '-'));
  }

  private static String title(MatchResult heading) {
    return heading.group(1).toLowerCase(Locale.ROOT);
  }
}
