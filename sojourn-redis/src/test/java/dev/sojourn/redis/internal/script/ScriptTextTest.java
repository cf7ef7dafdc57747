package dev.sojourn.redis.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 6: what can be seen of every script by reading it. */
final class ScriptTextTest {

  private static final Pattern COMMAND = Pattern.compile("(?:redis\\.p?call|try)\\('([A-Za-z.]+)'");

  /** What may be unpacked, and how much that is: Lua's stack ends near 8,000. */
  private static final Set<String> UNPACKED =
      Set.of(
          "unpack(undo)", // one command
          "unpack(HEAD)", // 12 names
          "unpack(SHORT_HEAD)", // as many
          "unpack(PATHS)", // as many
          "unpack(SHORT_PATHS)", // as many
          "unpack(pairs_of)", // those, with their values
          "unpack(ARGV[from + 2])", // MessagePack: at most 1,000 texts
          "unpack(ARGV[i])", // as many
          "unpack(displaced)", // at most 500, the highest limit
          "unpack(KEYS, indexes + 1)", // at most 256, a sweep's most
          "unpack(ARGV, arg + 1, arg + count)", // as many
          "unpack(ids)"); // some of those

  /** Each script's name and its text without comments. */
  record Lua(String name, String code) {

    @Override
    public String toString() {
      return name;
    }

    private List<String> found(Pattern pattern, int group) {
      return pattern.matcher(code).results().map(match -> text(match, group)).toList();
    }

    private static String text(MatchResult match, int group) {
      return match.group(group).strip();
    }
  }

  static Stream<Lua> scripts() throws IOException, URISyntaxException {
    Path one = Path.of(Objects.requireNonNull(Script.class.getResource("common.lua")).toURI());
    List<Lua> scripts = new ArrayList<>();
    try (Stream<Path> files = Files.list(Objects.requireNonNull(one.getParent()))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".lua")).sorted().toList()) {
        String code = Files.readString(file).replaceAll("(?m)--.*$", "");
        scripts.add(new Lua(String.valueOf(file.getFileName()), code));
      }
    }
    return scripts.stream();
  }

  @Test
  void allScriptsAreLookedAt() throws Exception {
    assertThat(scripts()).hasSizeGreaterThan(15);
  }

  /** A shebang line without {@code allow-oom} would keep a server out of memory from revoking. */
  @ParameterizedTest
  @MethodSource("scripts")
  void theOnlyShebangLineIsTheOneThatAllowsRunningOutOfMemory(Lua script) {
    assertThat(script.code().replace("#!lua flags=allow-oom", "")).doesNotContain("#!");
  }

  /**
   * Decoded and encoded again, {@code []} became {@code {}} and large integers broke. Texts that
   * are only packed stay as they are.
   */
  @ParameterizedTest
  @MethodSource("scripts")
  void jsonIsNeverDecodedNorEncoded(Lua script) {
    String code = script.code().replace("cmsgpack.unpack(ARGV[", "");
    assertThat(code).doesNotContain("cjson", "cmsgpack", "struct.", "loadstring");
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void whatIsUnpackedIsBounded(Lua script) {
    assertThat(script.found(Pattern.compile("unpack\\((?:[^()]|\\([^()]*\\))*\\)"), 0))
        .isSubsetOf(UNPACKED);
  }

  /**
   * {@code tostring} rounds whole numbers above 1e14; a number within {@code ..} is written alike.
   */
  @ParameterizedTest
  @MethodSource("scripts")
  void numbersAreWrittenWhole(Lua script) {
    assertThat(script.code()).doesNotContain("tostring");
    if (!script.name().equals("common.lua")) {
      assertThat(script.code()).doesNotContain("string.format");
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void everySetKeepsATtlOrSetsOne(Lua script) {
    assertThat(script.found(Pattern.compile("redis\\.p?call\\('SET'.*"), 0))
        .allMatch(call -> call.contains("'KEEPTTL'") || call.contains("'PX'"));
  }

  /** Nothing that walks, blocks or configures the server, and no pattern. */
  @ParameterizedTest
  @MethodSource("scripts")
  void noScriptWalksTheKeys(Lua script) {
    assertThat(script.found(COMMAND, 1))
        .doesNotContain("KEYS", "SCAN", "SSCAN", "HSCAN", "FLUSHALL", "CONFIG", "EVAL");
  }

  /** So that a missing right is found at the first look, not at the first logout. */
  @Test
  void everyCommandIsTriedAtTheFirstLook() throws Exception {
    Set<String> tried = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    scripts()
        .forEach(
            script ->
                (script.name().startsWith("probe") ? tried : used)
                    .addAll(script.found(COMMAND, 1)));

    assertThat(tried).containsAll(used);
  }

  /** Data goes in as keys and arguments: a script's text is the same for everybody. */
  @Test
  void aScriptIsItsResourcesOneAfterTheOther() throws Exception {
    Script script = Script.of("common", "prune");

    assertThat(script.name()).isEqualTo("prune");
    assertThat(script.text()).isEqualTo(resource("common") + '\n' + resource("prune") + '\n');
    assertThat(script.sha1())
        .matches("[0-9a-f]{40}")
        .isEqualTo(Script.of("common", "prune").sha1());
  }

  @Test
  void whatAResourceStandsOnIsThereOnceBeforeIt() throws Exception {
    assertThat(Script.of("string", "string_write").text())
        .isEqualTo(
            resource("numbers")
                + '\n'
                + resource("string")
                + '\n'
                + resource("string_write")
                + '\n');
  }

  private static String resource(String name) throws IOException {
    try (var in = Objects.requireNonNull(Script.class.getResourceAsStream(name + ".lua"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
