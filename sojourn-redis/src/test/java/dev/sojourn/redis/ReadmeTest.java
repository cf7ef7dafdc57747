package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.rig.Docs;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's example is the code that {@link ReadmeExampleIT} runs. */
final class ReadmeTest {

  private static final String SOURCE =
      "sojourn-redis/src/test/java/dev/sojourn/redis/docs/ReadmeExample.java";

  private static final int METHOD_BODY = 4;

  @Test
  void theExampleIsTheCodeThatIsTested() {
    List<String> regions = Docs.between("// tag::readme[]", "// end::readme[]", Docs.text(SOURCE));
    String example =
        regions.stream()
            .map(region -> region.stripTrailing().indent(-METHOD_BODY))
            .collect(Collectors.joining("\n"));
    assertThat(Docs.between("```java\n", "```", Docs.text("README.md"))).containsExactly(example);
  }
}
