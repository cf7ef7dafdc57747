package dev.sojourn.rig.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@EachServer
class InvariantsIT {

  private static final Duration ABSOLUTE = Duration.ofMinutes(1);
  private static final String SECRET = "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k";

  private final RedisServer server;

  InvariantsIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
  }

  @Test
  void keysThatExpireInTimeAreRight() {
    server.call("SET", "session:a", "1", "PX", "60000");
    server.call("SET", "session:b", "1", "PX", "1");
    assertThatCode(() -> Invariants.of(server).everyKeyExpiresWithin(ABSOLUTE))
        .doesNotThrowAnyException();
  }

  @Test
  void everyKeyWithoutATtlOrWithTooLongAOneIsNamed() {
    server.call("SET", "session:ä", "1");
    server.call("SET", "session:b", "1", "PX", "62000");
    assertThatThrownBy(() -> Invariants.of(server).everyKeyExpiresWithin(ABSOLUTE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("session:ä has no TTL")
        .hasMessageContaining("session:b lives for another PT1M");
  }

  @Test
  void aThousandKeysAreAllLookedAt() {
    String script = "for i = 1, 1000 do redis.call('SET', 'session:' .. i, '1', 'EX', '9') end";
    server.call("EVAL", script, "0");
    server.call("PERSIST", "session:777");
    assertThatThrownBy(() -> Invariants.of(server).everyKeyExpiresWithin(ABSOLUTE))
        .hasMessageContaining("session:777 has no TTL");
  }

  @Test
  void aSecretIsFoundInEveryTypeOfValueAndInKeys() {
    Map<String, List<String>> writes =
        Map.of(
            "string",
            List.of("SET", "string", "a" + SECRET),
            "hash",
            List.of("HSET", "hash", "f", SECRET),
            "field",
            List.of("HSET", "field", SECRET, "v"),
            "set",
            List.of("SADD", "set", SECRET),
            "list",
            List.of("LPUSH", "list", SECRET),
            "zset",
            List.of("ZADD", "zset", "1", SECRET),
            "key" + SECRET,
            List.of("SET", "key" + SECRET, "v"));
    assertThat(writes)
        .allSatisfy(
            (key, write) -> {
              server.flush();
              assertThatCode(this::noSecret).doesNotThrowAnyException();
              server.call(write.toArray(String[]::new));
              assertThatThrownBy(this::noSecret).hasMessageContaining(key + " holds q83v…");
            });
  }

  @Test
  void aSecretIsFoundInOtherForms() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    List<String> forms =
        List.of(
            Base64.getEncoder().encodeToString(bytes),
            HexFormat.of().withUpperCase().formatHex(bytes),
            HexFormat.of().formatHex(Base64.getUrlDecoder().decode(SECRET)));
    assertThat(forms)
        .allSatisfy(
            form -> {
              server.call("SET", "session:a", form);
              assertThatThrownBy(this::noSecret).hasMessageContaining("session:a holds");
            });
  }

  @Test
  void aSecretIsFoundInADocumentOfTheJsonType() {
    SharedServers.withJson()
        .map(SharedServers::fresh)
        .forEach(
            json -> {
              json.call("JSON.SET", "session:a", "$", "{\"a\":[\"" + SECRET + "\"]}");
              assertThatThrownBy(() -> Invariants.of(json).nothingHolds(List.of(SECRET)))
                  .hasMessageContaining("session:a holds q83v…");
              json.flush();
            });
  }

  @Test
  void aSecretIsFoundInALog() {
    String log = "INFO ready\nINFO token " + SECRET;
    assertThatThrownBy(() -> Invariants.noSecretIn(log, List.of("other", SECRET)))
        .isInstanceOf(AssertionError.class);
    assertThatCode(() -> Invariants.noSecretIn(log, List.of("other"))).doesNotThrowAnyException();
  }

  @Test
  void aConnectionLeftOpenIsFound() {
    try (RespClient user = RespClient.connect(server.userUri())) {
      assertThat(user.call("PING")).isEqualTo("PONG");
      assertThatThrownBy(() -> Invariants.of(server).noConnectionIsLeft())
          .hasMessageContaining("connections left open");
    }
    assertThatCode(() -> Invariants.of(server).noConnectionIsLeft()).doesNotThrowAnyException();
  }

  @Test
  void allPrimariesOfAClusterAreLookedAt() {
    RedisCluster cluster = SharedServers.freshCluster(ServerKind.any());
    cluster.primaryOf("session:a").call("SET", "session:a", "1");
    assertThatThrownBy(() -> Invariants.of(cluster).everyKeyExpiresWithin(ABSOLUTE))
        .hasMessageContaining("session:a has no TTL");
  }

  private void noSecret() {
    Invariants.of(server).nothingHolds(List.of(SECRET));
  }
}
