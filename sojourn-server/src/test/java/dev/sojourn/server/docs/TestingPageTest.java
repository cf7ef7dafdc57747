package dev.sojourn.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/testing.md} are tests that run. */
final class TestingPageTest {

  private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern TESTED = Pattern.compile("(?s)// tag::testing\\[]\n(.*?)// end::");

  @Test
  void theExamplesAreTestsThatRun() {
    assertThat(blocks(EXAMPLE, "docs/testing.md"))
        .containsExactly(
            tested("sojourn-redis/src/test/java/dev/sojourn/redis/docs/ShopTest.java"),
            tested("sojourn-testkit/src/test/java/dev/sojourn/testkit/docs/MyStoreTest.java"));
  }

  private static String tested(String file) {
    return blocks(TESTED, file).get(0);
  }

  private static List<String> blocks(Pattern pattern, String file) {
    return pattern
        .matcher(Pages.text(Pages.ROOT.resolve(file)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
