package dev.sojourn.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sources stay easy to find one's way in: one type a name, small files, small packages. */
final class HouseTest {

  private static final int MAIN_LINES = 300;
  private static final int TEST_LINES = 350;
  private static final int FILES_PER_PACKAGE = 40;

  /** Names that were replaced by the usual word of the field. */
  private static final Set<String> RETIRED =
      Set.of(
          """
          Admitting Amounts Asked Astray Authenticated Authenticating Awaited Backend CareShapes
          Census Certainty Changing Channels Choices Circumstances Confirmed Confirming Connected
          Deed Dispatch Doors Ears Ending Exchange Front Gate Given Habitat Head Kept KeptJson
          Latest Lazily LazyCare Limits Locked Marks Mover Moving NearEntry Nearby Opened
          OrderedWire Pace Pacing Patience Pauses Peek Percent Portion Readably Reading RedisCare
          Rotating Sent Serving SessionCare SessionLimit Shapes Side Silence Stopping Stores Story
          Strays There Told Unkept Unknown Visit WaitingLine WaitingLines Welcome Wire
          """
              .strip()
              .split("\\s+"));

  private static final Pattern NO_CODE =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?\"\"\"|/\\*[\\s\\S]*?\\*/|//[^\\n]*"
              + "|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])*+'");
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|enum|record)\\s+([A-Z]\\w*)");

  @Test
  void noTwoTypesOfAModuleHaveTheSameName() {
    Map<String, List<Path>> places = new TreeMap<>();
    for (Path file : Pages.sources().stream().filter(HouseTest::isMain).toList()) {
      for (String type : types(file)) {
        places.computeIfAbsent(module(file) + " " + type, name -> new ArrayList<>()).add(file);
      }
    }
    assertThat(places).hasSizeGreaterThan(300);
    places.values().removeIf(files -> files.size() == 1);
    assertThat(places).isEmpty();
  }

  @Test
  void noRetiredNameComesBack() {
    assertThat(Pages.sources())
        .filteredOn(file -> types(file).stream().anyMatch(RETIRED::contains))
        .isEmpty();
  }

  @Test
  void noFileIsTooLong() {
    assertThat(Pages.sources())
        .filteredOn(file -> Pages.text(file).lines().count() > mostLines(file))
        .isEmpty();
  }

  @Test
  void noPackageHasTooManyFiles() {
    Map<Path, Long> files =
        Pages.sources().stream()
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    files.values().removeIf(count -> count <= FILES_PER_PACKAGE);
    assertThat(files).isEmpty();
  }

  private static int mostLines(Path file) {
    return isMain(file) && !file.toString().contains("/testkit/") ? MAIN_LINES : TEST_LINES;
  }

  private static boolean isMain(Path file) {
    return Pages.ROOT.relativize(file).getName(2).toString().equals("main");
  }

  private static String module(Path file) {
    return Pages.ROOT.relativize(file).getName(0).toString();
  }

  /** The types declared in a file, nested ones too. */
  private static List<String> types(Path file) {
    return TYPE.matcher(NO_CODE.matcher(Pages.text(file)).replaceAll("\"\""))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
