package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Role.APP;
import static dev.sojourn.server.internal.api.Role.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceKeysTest {

  /** SHA-256 of {@code test}, as {@code sha256sum} prints it. */
  private static final String HASH_OF_TEST =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  /** SHA-256 of {@code ops}. */
  private static final String OTHER_HASH = HexFormat.of().formatHex(ServiceKey.hash("ops"));

  @TempDir private Path directory;

  @Test
  void aFileNamesKeysByTheirHash() throws IOException {
    ServiceKeys keys =
        read(
            "# keys of the test\n\nweb app "
                + HASH_OF_TEST
                + "\n  ops   operator,app\t"
                + OTHER_HASH.toUpperCase(Locale.ROOT)
                + "  \r\n");
    assertThat(keys.find("test").orElseThrow().name()).isEqualTo("web");
    assertThat(keys.find("test").orElseThrow().hasAny(Set.of(OPERATOR))).isFalse();
    assertThat(keys.find("ops").orElseThrow().hasAny(Set.of(OPERATOR))).isTrue();
    assertThat(keys.find("ops").orElseThrow().hasAny(Set.of(APP))).isTrue();
    assertThat(keys.find("Test")).isEmpty();
    assertThat(keys.find("")).isEmpty();
    assertThat(keys.find(HASH_OF_TEST)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web app                    | a key line is 'name roles sha256-hex'
          web app HASH more          | a key line is 'name roles sha256-hex'
          we:b app HASH              | a key's name must be 1 to 64 of the characters A-Z a-z 0-9 . _ -
          web admin HASH             | the roles are app, operator or app,operator
          web APP HASH               | the roles are app, operator or app,operator
          web app, HASH              | the roles are app, operator or app,operator
          web app secret-in-clear    | a key's hash must be a SHA-256, 64 hexadecimal digits
          web app HASHab             | a key's hash must be a SHA-256, 64 hexadecimal digits
          first app OTHER            | another key has the same name
          web app FIRST              | another key has the same hash
          """)
  void aBadLineIsNamedAndNotRepeated(String line, String problem) throws IOException {
    String written =
        line.replace("HASH", HASH_OF_TEST)
            .replace("OTHER", HASH_OF_TEST)
            .replace("FIRST", OTHER_HASH);
    assertThatThrownBy(() -> read("first operator " + OTHER_HASH + "\n\n" + written + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 3 of the key file ")
        .hasMessageEndingWith(": " + problem)
        .hasMessageNotContaining("secret-in-clear")
        .hasMessageNotContaining(HASH_OF_TEST);
  }

  @Test
  void aFileWithoutKeysIsRefused() {
    assertThatThrownBy(() -> read("# nothing\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(" has no key");
    assertThatThrownBy(() -> ServiceKeys.read(directory.resolve("missing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(" cannot be read");
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    Path file = directory.resolve("keys");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> ServiceKeys.read(file)).hasMessageEndingWith(" is not UTF-8");
  }

  @Test
  void aKeyIsNowhereButWithItsHolder() {
    ServiceKeys keys = ServiceKeys.of("tryout", Set.of(APP, OPERATOR), "raw-key-of-the-test");
    assertThat(keys.find("raw-key-of-the-test")).isPresent();
    assertThat(keys.toString()).contains("tryout").doesNotContain("raw-key-of-the-test");
  }

  private ServiceKeys read(String text) throws IOException {
    Path file = directory.resolve("keys");
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    return ServiceKeys.read(file);
  }
}
