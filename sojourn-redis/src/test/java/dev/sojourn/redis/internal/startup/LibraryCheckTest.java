package dev.sojourn.redis.internal.startup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A library that is too old is named in one sentence, before anything is connected. */
final class LibraryCheckTest {

  private static final String LETTUCE = "META-INF/maven/io.lettuce/lettuce-core/pom.properties";
  private static final String ANNOTATIONS =
      "META-INF/maven/com.fasterxml.jackson.core/jackson-annotations/pom.properties";

  @ParameterizedTest
  @CsvSource({
    LETTUCE + ", 6.4.2.RELEASE, Lettuce 6.4.2.RELEASE, 6.5",
    LETTUCE + ", 5.10.0, Lettuce 5.10.0, 6.5",
    ANNOTATIONS + ", 2.19.2, jackson-annotations 2.19.2, 2.21",
    ANNOTATIONS + ", 2.9, jackson-annotations 2.9, 2.21",
  })
  void aLibraryThatIsTooOldIsNamed(String resource, String version, String named, String minimum) {
    assertThatThrownBy(() -> LibraryCheck.require(with(resource, "version=" + version)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            named + " on the class path is too old: Sojourn needs " + minimum + " or newer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version=6.5.0.RELEASE",
        "version=6.10",
        "version=7.0.0.RELEASE",
        "version=unknown",
        "version=",
        "",
        "version=99999999999.1"
      })
  void whatIsNewEnoughOrUnknownPasses(String properties) {
    assertThatCode(() -> LibraryCheck.require(with(LETTUCE, properties)))
        .doesNotThrowAnyException();
  }

  @Test
  void theLibrariesOfThisBuildPass() {
    ClassLoader ours = LibraryCheck.class.getClassLoader();
    assertThatCode(() -> LibraryCheck.require(ours)).doesNotThrowAnyException();
  }

  private static ClassLoader with(String resource, String properties) {
    return new ClassLoader(null) {
      @Override
      public InputStream getResourceAsStream(String name) {
        return name.equals(resource) ? new ByteArrayInputStream(properties.getBytes(UTF_8)) : null;
      }
    };
  }
}
