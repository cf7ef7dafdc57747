package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * JVMs started with the same flags, whatever source of randomness is configured, never issue the
 * same token (ASVS 11.5.2): no generator has a fixed seed.
 */
final class TokensOfOtherJvmsTest {

  private static final int TOKENS = 1_000;

  private static final List<String> SOURCES =
      List.of("file:/dev/random", "file:/dev/urandom", "file:/dev/./urandom");

  /** Two of each, started at the same time. */
  @Test
  void noTokenComesTwice() {
    List<Process> jvms =
        SOURCES.stream().flatMap(source -> Stream.of(jvm(source), jvm(source))).toList();
    Set<String> ids = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    for (Process jvm : jvms) {
      for (String token : tokensOf(jvm)) {
        String[] parts = token.split("\\.", 2);
        ids.add(parts[0]);
        secrets.add(parts[1]);
      }
    }

    assertThat(ids).hasSize(jvms.size() * TOKENS);
    assertThat(secrets).hasSize(jvms.size() * TOKENS);
  }

  /** Runs in another JVM: prints its first tokens. */
  public static void main(String[] args) {
    SecureRandom random = new SecureRandom(); // the default of Sessions
    for (int i = 0; i < TOKENS; i++) {
      System.out.println(SessionToken.random(SessionId.random(random), random).reveal());
    }
  }

  private static Process jvm(String source) {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-Djava.security.egd=" + source,
              "-cp",
              System.getProperty("java.class.path"),
              TokensOfOtherJvmsTest.class.getName())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> tokensOf(Process jvm) {
    try {
      return new String(jvm.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
