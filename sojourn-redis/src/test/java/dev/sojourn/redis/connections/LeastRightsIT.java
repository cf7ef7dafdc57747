package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.redis.rig.AclFile;
import dev.sojourn.redis.rig.AllScripts;
import dev.sojourn.redis.rig.RoundOfVerbs;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.resp.RespError;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands that all operations send to a server: only those of its ACL, on keys that are
 * declared, in scripts whose text never varies (J2, H2, H4).
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onEachStandalone")
class LeastRightsIT {

  private static final List<String> USERS =
      List.of("ada", "%b%s%n", "*", "[a-z]*", "{x}", "a\\'\"b", "redis.call('FLUSHALL')", "é🦊");

  /** Commands in scripts that take no key. */
  private static final Set<String> KEYLESS = Set.of("TIME", "PUBLISH");

  private final RedisServer server;
  private final RespClient admin;
  private final RedisSessions sessions;

  LeastRightsIT(Setup setup) {
    server = SharedServers.fresh(setup.kind());
    admin = server.connect();
    admin.call("ACL", "LOG", "RESET");
    sessions = RedisSessions.connect(setup.settings());
  }

  @AfterEach
  void end() {
    sessions.close();
    admin.close();
  }

  @Test
  void aRoundOfAllVerbsIsWithinTheAcl() {
    List<MonitoredCommand> sent = watched();
    assertThat(sent.stream().map(MonitoredCommand::name).collect(Collectors.toSet()))
        .isSubsetOf(AclFile.commands())
        .doesNotContain("KEYS", "SCAN", "PSUBSCRIBE", "CONFIG");
    assertThat(admin.texts("ACL", "LOG")).as("refused").isEmpty();
  }

  @Test
  void noUserIdAndNoValueIsEverPartOfAScript() {
    Set<String> texts = AllScripts.all().stream().map(Script::text).collect(Collectors.toSet());
    Set<String> hashes = AllScripts.all().stream().map(Script::sha1).collect(Collectors.toSet());
    List<MonitoredCommand> sent = watched();

    assertThat(sent).extracting(MonitoredCommand::name).contains("EVAL", "EVALSHA");
    assertThat(sent)
        .filteredOn(command -> command.name().equals("EVAL"))
        .allSatisfy(command -> assertThat(texts).contains(command.words().get(1)));
    assertThat(sent)
        .filteredOn(command -> command.name().equals("EVALSHA"))
        .allSatisfy(command -> assertThat(hashes).contains(command.words().get(1)));
  }

  @Test
  void everyKeyOfAScriptIsDeclared() {
    Set<String> declared = Set.of();
    for (MonitoredCommand command : watched()) {
      if (command.isFromScript()) {
        assertThat(declared).as(command.toString()).containsAll(keys(command));
      } else if (command.name().startsWith("EVAL")) {
        int count = Integer.parseInt(command.words().get(2));
        declared = Set.copyOf(command.words().subList(3, 3 + count));
      }
    }
  }

  /** Commands contain only hashes, never a token or its secret (A6). */
  @Test
  void noSecretIsEverSent() {
    List<String> words = watched().stream().flatMap(command -> command.words().stream()).toList();
    assertThat(words).noneMatch(word -> word.matches("[A-Za-z0-9_~-]{22,27}\\.[A-Za-z0-9_-]{43}"));
  }

  @Test
  void whateverElseAServerCanDoIsRefused() {
    try (RespClient user = RespClient.connect(server.userUri())) {
      List<String> allowed = new ArrayList<>();
      for (String command : admin.texts("COMMAND", "LIST")) {
        if (!command.contains("|")
            && !AclFile.commands().contains(command.toUpperCase(Locale.ROOT))
            && !isForEverybody(command)
            && !isRefused(user, command)) {
          allowed.add(command);
        }
      }
      assertThat(allowed).isEmpty();
    }
  }

  private List<MonitoredCommand> watched() {
    admin.call("SCRIPT", "FLUSH");
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      USERS.forEach(user -> RoundOfVerbs.ofAllVerbs(sessions.sessions(), user));
      return monitor.commands();
    }
  }

  private static List<String> keys(MonitoredCommand command) {
    if (KEYLESS.contains(command.name())) {
      return List.of();
    }
    return command.words().subList(1, command.name().equals("RENAME") ? 3 : 2);
  }

  /** Whether the command needs no login. */
  private boolean isForEverybody(String command) {
    return admin.text("COMMAND", "INFO", command).contains("no_auth");
  }

  private boolean isRefused(RespClient user, String command) {
    List<?> info =
        (List<?>) ((List<?>) Objects.requireNonNull(admin.call("COMMAND", "INFO", command))).get(0);
    long arity = Math.abs((Long) info.get(1));
    boolean container = !((List<?>) info.get(info.size() - 1)).isEmpty();
    List<String> words = new ArrayList<>(List.of(command));
    Stream.generate(() -> container ? "HELP" : "1").limit(arity - 1).forEach(words::add);
    try {
      user.call(words.toArray(String[]::new));
      return false;
    } catch (RespError e) {
      return e.code().equals("NOPERM") || e.code().equals("EXECABORT");
    }
  }
}
