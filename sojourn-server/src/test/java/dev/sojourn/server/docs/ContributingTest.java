package dev.sojourn.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every type, file, command and setting that {@code CONTRIBUTING.md} names exists. */
final class ContributingTest {

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern TYPE = Pattern.compile("@?([A-Z]\\w*[a-z]\\w*)([.#](\\w+))?");
  private static final Pattern FILE =
      Pattern.compile("[\\w./-]+\\.(lua|acl|yaml|txt|xml|sh|py|config|properties|java|md)");
  private static final Pattern FOLDER = Pattern.compile("[\\w-]+(/[\\w-]+)+");
  private static final Pattern SCRIPT = Pattern.compile("(\\./\\w+|\\S+\\.sh)( .*)?");
  private static final Pattern TEST = Pattern.compile("\\./check --test (\\w+).*");
  private static final Pattern KIND = Pattern.compile(".* --on (\\S+).*");
  private static final Pattern SETTING = Pattern.compile("SOJOURN_[A-Z0-9_]+");

  /** Created by a build or by {@code ./check}. */
  private static final Pattern MADE = Pattern.compile("(target|\\.sojourn)/.*");

  private static final Set<String> BUILT = Set.of("target", ".sojourn", ".git");

  private static final Map<String, String> SOURCES =
      Pages.sources().stream()
          .collect(
              Collectors.toMap(
                  path -> path.getFileName().toString().replace(".java", ""),
                  Pages::text,
                  String::concat));
  private static final String CODE =
      String.join("\n", SOURCES.values()) + Pages.text(Pages.ROOT.resolve("check"));
  private static final Set<String> TYPES =
      Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)")
          .matcher(CODE)
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toSet());

  @Test
  void everyTypeIsThere() {
    assertThat(quoted(TYPE)).isNotEmpty().allSatisfy(ContributingTest::assertIsThere);
  }

  /** The type exists, in a file of its own or nested, and its file contains the member. */
  private static void assertIsThere(String name) {
    Matcher parts = TYPE.matcher(name);
    assertThat(parts.matches()).isTrue();
    String type = parts.group(1);
    assertThat(TYPES).contains(type);
    Optional.ofNullable(parts.group(3))
        .ifPresent(member -> assertThat(SOURCES.get(type)).containsPattern("\\b" + member + "\\b"));
  }

  @Test
  void everyTestOfACommandIsThere() {
    assertThat(groups(TEST)).isNotEmpty().allSatisfy(test -> assertThat(SOURCES).containsKey(test));
  }

  @Test
  void everyServerOfACommandIsThere() {
    String kinds = Pages.text(Pages.ROOT.resolve("check")).replaceFirst("(?s).*\nkinds=\"", "");
    assertThat(List.of(kinds.replaceFirst("(?s)\".*", "").split(" ", -1)))
        .containsAll(groups(KIND));
  }

  @Test
  void everyFileIsThere() throws IOException {
    List<String> files = files();
    assertThat(quoted(FILE))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(files).anyMatch(file -> file.endsWith("/" + name)));
    assertThat(quoted(FOLDER)).allSatisfy(name -> assertThat(Pages.ROOT.resolve(name)).exists());
    assertThat(groups(SCRIPT))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(Pages.ROOT.resolve(name)).isExecutable());
  }

  @Test
  void everySettingIsKnown() {
    assertThat(quoted(SETTING))
        .isNotEmpty()
        .allMatch(
            name ->
                CODE.contains(name)
                    || CODE.contains(name.toLowerCase(Locale.ROOT).replace('_', '.')));
  }

  /** The files of the repository except built ones, each with a slash before its path. */
  private static List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        Pages.ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return BUILT.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add("/" + Pages.ROOT.relativize(file));
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static List<String> quoted(Pattern pattern) {
    return quoted().filter(text -> pattern.matcher(text).matches()).toList();
  }

  private static List<String> groups(Pattern pattern) {
    return quoted()
        .map(pattern::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> matcher.group(1))
        .toList();
  }

  private static Stream<String> quoted() {
    return QUOTED
        .matcher(Pages.text(Pages.ROOT.resolve("CONTRIBUTING.md")))
        .results()
        .map(found -> found.group(1))
        .filter(text -> !MADE.matcher(text).matches());
  }
}
