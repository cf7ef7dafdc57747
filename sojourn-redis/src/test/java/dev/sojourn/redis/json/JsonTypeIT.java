package dev.sojourn.redis.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.resp.RespError;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The replies of the JSON commands that layout {@code json} relies on. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("dev.sojourn.rig.server.SharedServers#withJson")
class JsonTypeIT {

  private static final String KEY = "session:key";

  private final RespClient admin;

  JsonTypeIT(ServerKind kind) {
    RedisServer server = SharedServers.fresh(kind);
    admin = server.connect();
  }

  @AfterEach
  void end() {
    admin.call("FLUSHALL");
    admin.close();
  }

  /** So it is only used in a script, after a check of the key. */
  @Test
  void aMergeAtTheRootMakesAKey() {
    admin.call("JSON.MERGE", KEY, "$", "{\"a\":1}");
    assertThat(admin.call("JSON.GET", KEY)).isEqualTo("{\"a\":1}");
  }

  @Test
  void aPathOfNoKeyMakesNone() {
    for (List<String> command :
        List.of(
            List.of("JSON.SET", KEY, "$.a", "1"),
            List.of("JSON.MERGE", KEY, "$.a", "{}"),
            List.of("JSON.NUMINCRBY", KEY, "$.a", "1"),
            List.of("JSON.ARRAPPEND", KEY, "$.a", "1"))) {
      assertThatThrownBy(() -> admin.call(command.toArray(String[]::new)))
          .isInstanceOf(RespError.class);
    }
    assertThat(admin.call("JSON.DEL", KEY, "$.a")).isEqualTo(0L);
    assertThat(admin.call("EXISTS", KEY)).isEqualTo(0L);
  }

  /** Some with an error, some silently: scripts check before they write. */
  @Test
  void whatDoesNotFitIsRefusedOrIgnored() {
    String document = "{\"o\":{},\"a\":[1],\"n\":1.5,\"t\":\"x\"}";
    admin.call("JSON.SET", KEY, "$", document);
    assertThat(admin.call("JSON.SET", KEY, "$[\"no\"][\"deep\"]", "1")).isNull();
    assertThat(admin.call("JSON.SET", KEY, "$[\"a\"][9][\"x\"]", "1")).isNull();
    assertThat(admin.call("JSON.SET", KEY, "$[\"t\"][\"x\"]", "1")).isNull();
    assertThatThrownBy(() -> admin.call("JSON.SET", KEY, "$[\"a\"][9]", "1"))
        .hasMessageContaining("out of range");
    assertThat(admin.call("JSON.MERGE", KEY, "$[\"no\"][\"deep\"]", "{}")).isNull();
    assertThat(admin.call("JSON.TYPE", KEY, "$[\"a\"][9]")).isEqualTo(List.of());
    assertThat(admin.call("JSON.TYPE", KEY, "$[\"n\"]")).isEqualTo(List.of("number"));
    assertThat(admin.call("JSON.TYPE", KEY, "$[\"a\"][0]")).isEqualTo(List.of("integer"));
    assertThat(admin.call("JSON.GET", KEY)).isEqualTo(document);
  }

  @Test
  void writesKeepTheTtl() {
    admin.call("JSON.SET", KEY, "$", "{\"n\":1,\"a\":[],\"o\":{}}");
    admin.call("PEXPIRE", KEY, "60000");
    admin.call("JSON.SET", KEY, "$.n", "2");
    admin.call("JSON.NUMINCRBY", KEY, "$.n", "2");
    admin.call("JSON.ARRAPPEND", KEY, "$.a", "2");
    admin.call("JSON.MERGE", KEY, "$.o", "{\"x\":1}");
    admin.call("JSON.DEL", KEY, "$.o.x");
    assertThat(admin.number("PTTL", KEY)).isBetween(1L, 60_000L);
  }

  /** The error has no code; {@code TYPE} is clearer. */
  @Test
  void aKeyOfAnotherTypeIsToldWithoutACode() {
    admin.call("SET", KEY, "x");
    assertThatThrownBy(() -> admin.call("JSON.GET", KEY))
        .hasMessageContaining("Existing key has wrong Redis type");
    admin.call("JSON.SET", "session:json", "$", "{}");
    assertThat(admin.call("TYPE", "session:json")).isEqualTo("ReJSON-RL");
    for (String read : List.of("GET", "HGETALL")) {
      assertThatThrownBy(() -> admin.call(read, "session:json")).hasMessageContaining("WRONGTYPE");
    }
  }

  /** Such numbers are stored as texts, such names escaped, or the attribute is rewritten. */
  @Test
  void someNumbersAndNamesAreNotKept() {
    admin.call("JSON.SET", KEY, "$", "{\"n\":[1.10,1e2,0.30000000000000000001]}");
    admin.call("JSON.SET", KEY, "$[\" a\"]", "1");
    admin.call("JSON.SET", KEY, "$[\"q\\\"\"]", "2");
    assertThat(admin.call("JSON.GET", KEY))
        .isEqualTo("{\"n\":[1.1,100.0,0.3],\"a\":1,\"q\\\\\\\"\":2}");
    admin.call("JSON.MERGE", KEY, "$.m", "{\"x\":null}");
    assertThat(admin.call("JSON.GET", KEY, "$.m"))
        .as("as a patch of nothing")
        .isEqualTo("[{\"x\":null}]");
  }
}
