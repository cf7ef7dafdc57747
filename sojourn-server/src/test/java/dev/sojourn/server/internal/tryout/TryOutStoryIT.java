package dev.sojourn.server.internal.tryout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.server.internal.api.Caller;
import dev.sojourn.server.internal.api.KeyFile;
import dev.sojourn.server.internal.api.Reply;
import dev.sojourn.server.internal.service.ServiceProcess;
import dev.sojourn.server.internal.service.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that the try-out prints, pasted into a shell as they are. */
final class TryOutStoryIT {

  private static final String TOKEN = "\\S{22,}\\.[A-Za-z0-9_-]{43}";
  private static final List<String> BARE_MACHINE =
      List.of("sh", "cat", "sed", "tr", "grep", "ps", "sleep", "rm");

  @TempDir private Path directory;

  @Test
  void theStoryIsToldByTheLinesThemselves() {
    try (ServiceProcess service = ServiceProcess.tryOut(directory)) {
      List<String> lines = lines(service);
      String laptop = lines.get(0);
      String phone = lines.get(1);
      assertBeginning(lines);
      assertThat(lines.subList(5, 8))
          .containsExactlyInAnyOrder(
              "session:" + id(laptop), "session:" + id(phone), "user:ada:sessions");
      assertThat(lines.subList(8, lines.size() - 3))
          .containsSubsequence("user_id", "ada")
          .containsSubsequence("theme", "dark")
          .doesNotContain(laptop.substring(laptop.indexOf('.') + 1));
      assertThat(lines.subList(lines.size() - 3, lines.size()))
          .containsExactly("{\"ended\":1}", "{\"active\":false}", "{\"ended\":1}");
    }
  }

  @Test
  void theLinesFitWhereAndHowSessionsLie() {
    try (ServiceProcess service =
        ServiceProcess.tryOut(
            directory, "--layout=string", "--keyspace=slotted", "--namespace=shop")) {
      List<String> lines = lines(service);
      assertBeginning(lines);
      assertThat(lines.subList(5, 8))
          .allMatch(key -> key.matches("shop:(session|user):\\{\\S{4}}\\S+"))
          .anyMatch(key -> key.endsWith("ada:sessions"));
      assertThat(lines.get(8)).startsWith("{").contains("\"user_id\":\"ada\"").contains("dark");
      assertThat(lines.subList(9, lines.size()))
          .containsExactly("{\"ended\":1}", "{\"active\":false}", "{\"ended\":1}");
    }
  }

  @Test
  void onAMachineWithoutRedisTheLinesNeedNoRedisCli() throws IOException {
    Map<String, String> bare = Map.of("PATH", bareMachine().toString());
    try (ServiceProcess service =
        ServiceProcess.launch(directory, bare, "serve", "--listen=127.0.0.1:0").awaitListening()) {
      assertThat(service.out())
          .contains("Redis 7.0.15 from Sojourn's jar")
          .contains("lacks years of\nsecurity fixes")
          .containsPattern("# REDISCLI_AUTH=\\S{32} redis-cli -p \\d+ --scan");
      List<String> lines = lines(service);
      assertBeginning(lines);
      assertThat(lines).contains("session:" + id(lines.get(0)), "user:ada:sessions", "theme");
      assertThat(lines.subList(lines.size() - 4, lines.size()))
          .containsExactly("{\"ended\":1}", "+OK", "*0", "+OK");
    }
  }

  @Test
  void atAnAddressForAllItWarnsAndItsLinesCallTheLoopbackAddress() {
    try (ServiceProcess service =
        ServiceProcess.launch(directory, Map.of(), "serve", "--listen=0.0.0.0:0")
            .awaitListening()) {
      assertThat(service.err())
          .startsWith("sojourn: other machines can reach this try-out at 0.0.0.0:0, unencrypted");
      assertThat(service.out())
          .contains("S=http://127.0.0.1:" + service.port() + "/v1")
          .contains("listening on http://0.0.0.0:");
      assertBeginning(lines(service));
    }
  }

  @Test
  void theKeysOfAFileAreGoodBesideTheOneThatIsMade() throws IOException {
    Path keys = KeyFile.in(directory, "key-of-the-test");
    try (ServiceProcess service = ServiceProcess.tryOut(directory, "--keys-file=" + keys)) {
      Caller ofTheFile = new Caller(service.port(), Optional.of("key-of-the-test"));
      assertThat(service.caller().verify(ofTheFile.create("{}").token()).at("/active"))
          .isEqualTo("true");
      assertThat(new Caller(service.port(), Optional.of("another")).get("/v1/users/ada/sessions"))
          .extracting(Reply::status)
          .isEqualTo(401);
    }
  }

  private static void assertBeginning(List<String> lines) {
    assertThat(lines.get(0)).matches(TOKEN);
    assertThat(lines.get(1)).matches(TOKEN).isNotEqualTo(lines.get(0));
    assertThat(lines.get(2))
        .containsSubsequence(id(lines.get(1)), "Phone", id(lines.get(0)), "Laptop");
    assertThat(lines.get(3))
        .startsWith("{\"active\":true,\"session\":{\"id\":\"" + id(lines.get(0)))
        .contains("\"user\":\"ada\"");
    assertThat(lines.get(4))
        .startsWith("{\"id\":\"" + id(lines.get(0)))
        .endsWith("\"attributes\":{\"theme\":\"dark\"}}");
  }

  /** The output of a shell for the lines between the banner and the last line. */
  private static List<String> lines(ServiceProcess service) {
    String out = service.out();
    String story = out.substring(out.indexOf("\n# The service"), out.indexOf("listening on"));
    return Shell.run("set -eu\n" + story).lines().toList();
  }

  private static String id(String token) {
    return token.substring(0, token.indexOf('.'));
  }

  /** A search path with only the programs that every system has. */
  private Path bareMachine() throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    for (String name : BARE_MACHINE) {
      Files.createSymbolicLink(bin.resolve(name), Path.of(Shell.run("type -P " + name).strip()));
    }
    return bin;
  }
}
