package dev.sojourn.redis.forms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Client;
import dev.sojourn.NewSession;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Docs;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The session in {@code docs/storage.md} is stored as shown. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#shown")
final class StorageDocIT {

  static final Map<String, String> SHORT_NAMES = Map.of("role", "ro", "cart", "ca");

  private final Setup setup;
  private final RedisServer server;

  StorageDocIT(Setup setup) {
    this.setup = setup;
    this.server = SharedServers.fresh(setup.kind());
  }

  @Test
  void aSessionIsAsShown() {
    String key = "session:" + shown(setup.layout()).id();
    try (RespClient client = server.connect()) {
      switch (setup.layout()) {
        case HASH ->
            assertThat(lines(client.texts("HGETALL", key)))
                .containsExactlyInAnyOrderElementsOf(block(named("hash")).lines().toList());
        case STRING -> assertShown(named("string"), client.text("GET", key));
        case JSON -> assertShown(named("json-document"), client.text("JSON.GET", key));
      }
    }
  }

  private String named(String block) {
    return setup.isCompact() ? block + "-compact" : block;
  }

  private static void assertShown(String block, String document) {
    assertThat(masked(document)).isEqualTo(block(block).replace("\n", ""));
  }

  private SessionToken shown(LayoutName layout) {
    RedisSettings settings =
        RedisSettings.of(server.userUri())
            .withLayout(layout)
            .withNaming(setup.isCompact() ? NamingName.COMPACT : NamingName.READABLE)
            .withShortNames(SHORT_NAMES);
    try (RedisSessions redis = RedisSessions.connect(settings)) {
      return shown(redis.sessions());
    }
  }

  static SessionToken shown(Sessions sessions) {
    NewSession asked =
        NewSession.of("ada")
            .on("Work \"laptop\"")
            .from(Client.at("203.0.113.7"))
            .with("role", "admin")
            .with("visits", 3)
            .with("cart", Map.of("items", List.of(1, 2)))
            .with("note", "=x")
            .with("device", "d")
            .with("@x", "y");
    SessionToken token = sessions.create(asked).orElseThrow().token();
    sessions.rotate(token);
    return token;
  }

  private static List<String> lines(List<String> namesAndValues) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      lines.add(masked(namesAndValues.get(i) + ' ' + namesAndValues.get(i + 1)));
    }
    return lines;
  }

  /** A block of the page, with runs of spaces collapsed. */
  static String block(String language) {
    String page = Docs.text("docs/storage.md");
    return masked(Docs.between("```" + language + "\n", "```", page).get(0)).stripTrailing();
  }

  /** Masks what differs in each run: hashes, ends of ids, times. */
  private static String masked(String text) {
    return text.replaceAll("1:[\\w-]{4}:[\\w-]{43}", "SECRET")
        .replaceAll("(?<![\\w-])[\\w-]{43}(?![\\w-])", "HASH")
        .replaceAll("\\d{13}", "TIME")
        .replaceAll("(?m)^(@*\\w+) +", "$1 ");
  }
}
