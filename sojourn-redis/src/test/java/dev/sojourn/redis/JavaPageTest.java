package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.rig.Docs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code on {@code docs/java.md} is the code that {@link JavaPageIT} runs. */
final class JavaPageTest {

  private static final String SOURCE =
      "sojourn-redis/src/test/java/dev/sojourn/redis/docs/JavaPage.java";

  @Test
  void theCodeIsTheCodeThatIsTested() {
    List<String> regions =
        Docs.between("// tag::java[]", "// end::java[]", Docs.text(SOURCE)).stream()
            .map(region -> region.stripTrailing().stripIndent())
            .toList();
    assertThat(String.join("\n", Docs.between("```java\n", "```", Docs.text("docs/java.md"))))
        .isNotBlank()
        .isEqualToIgnoringWhitespace(String.join("\n", regions));
  }
}
