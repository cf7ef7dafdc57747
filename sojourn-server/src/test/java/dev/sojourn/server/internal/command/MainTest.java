package dev.sojourn.server.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.server.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpShowsEveryFlagAndItsVariablesRule() {
    assertThat(run("serve", "--help")).isZero();
    assertThat(Stream.of(ServeFlag.values()).map(ServeFlag::flag))
        .allSatisfy(flag -> assertThat(out.toString()).containsPattern(flag + "\\[?="));
    assertThat(out.toString()).contains("--idle-timeout is SOJOURN_IDLE_TIMEOUT");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpListsTheCommands() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString().replaceAll(" +", " "))
        .contains("Usage: sojourn")
        .contains("serve Serves sessions", "sweep Removes ids", "stats Estimates how many")
        .contains("migrate Moves the sessions", "dictionary Trains dictionaries");
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().lines()).singleElement().asString().startsWith("sojourn ");
  }

  static Stream<Arguments> wrongCommandLines() {
    return Stream.of(
        wrong("no command given, for example: sojourn serve; see sojourn --help"),
        wrong("unknown command; see sojourn --help", "sevre"),
        wrong("unknown option --quiet; see sojourn --help", "--quiet"),
        wrong("unknown option --pasword; see sojourn serve --help", "serve", "--pasword=hunter2"),
        wrong(
            "unknown option --pasword; see sojourn serve --help", "serve", "--pasword", "hunter2"),
        wrong(
            "serve accepts only options; see sojourn serve --help",
            "serve",
            "redis://:hunter2@somewhere"),
        wrong("serve accepts only options; see sojourn serve --help", "serve", "@hunter2"),
        wrong(
            "Missing required parameter for option '--redis' (URI); see sojourn serve --help",
            "serve",
            "--redis"),
        wrong(
            "option '--listen' (HOST:PORT) should be specified only once; see sojourn serve --help",
            "serve",
            "--listen=h:1",
            "--listen=h:2"),
        wrong("no server given: --redis URI or SOJOURN_REDIS", "sweep"),
        wrong("no server given: --redis URI or SOJOURN_REDIS", "stats"),
        wrong("unknown option --dry-run; see sojourn stats --help", "stats", "--dry-run"),
        wrong(
            "--keyspace: must be plain or slotted, not x",
            "sweep",
            "--redis=redis://x",
            "--keyspace=x"),
        wrong(
            "--sweep: quiet hours are HH:MM-HH:MM, optionally with a time zone, like 02:00-05:00"
                + " Europe/Berlin: always",
            "serve",
            "--sweep=always"),
        wrong("--layout: must be hash or string or json, not tree", "serve", "--layout", "tree"));
  }

  @ParameterizedTest
  @MethodSource("wrongCommandLines")
  void aWrongCommandLineIsOneSentenceAndStatusTwo(String sentence, String... args) {
    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly("sojourn: " + sentence);
    assertThat(out.toString()).isEmpty();
  }

  private static Arguments wrong(String sentence, String... args) {
    return Arguments.of(sentence, args);
  }

  private int run(String... args) {
    return Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
