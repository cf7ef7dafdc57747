package dev.sojourn.rig.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EachServer
class RespClientIT {

  private final RedisServer server;
  private final RespClient client;

  RespClientIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    client = server.connect();
  }

  @AfterEach
  void end() {
    client.close();
  }

  @Test
  void answersAreTextsNumbersListsAndNull() {
    assertThat(client.call("SET", "session:ä", "grüße\r\n")).isEqualTo("OK");
    assertThat(client.call("GET", "session:ä")).isEqualTo("grüße\r\n");
    assertThat(client.call("STRLEN", "session:ä")).isEqualTo(9L);
    assertThat(client.call("MGET", "session:ä", "nothing"))
        .isEqualTo(Arrays.asList("grüße\r\n", null));
    assertThat(client.call("GET", "nothing")).isNull();
  }

  @Test
  void bytesThatAreNoTextComeBackAsTheyWere() {
    byte[] bytes = {0, -1, '\r', '\n', (byte) 0xC3};
    client.callBytes(utf8("SET"), bytes, bytes);
    assertThat(client.callBytes(utf8("GET"), bytes)).isEqualTo(bytes);
  }

  @Test
  void anErrorIsThrownInTheServersWords() {
    client.call("SADD", "index", "a");
    assertThatThrownBy(() -> client.call("GET", "index"))
        .isInstanceOfSatisfying(
            RespError.class, error -> assertThat(error.code()).isEqualTo("WRONGTYPE"));
    assertThat(client.call("PING")).isEqualTo("PONG");
  }

  @Test
  void anErrorInsideAListStandsInIt() {
    client.call("MULTI");
    client.call("SET", "a", "1");
    client.call("LPUSH", "a", "1");
    List<?> answers = (List<?>) client.call("EXEC");
    assertThat(answers.get(0)).isEqualTo("OK");
    assertThat(answers.get(1)).isInstanceOf(RespError.class);
  }

  @Test
  void aWrongPasswordIsRefused() {
    String uri = "redis://admin:wrong@127.0.0.1:" + server.port();
    assertThatThrownBy(() -> RespClient.connect(uri)).hasMessageStartingWith("WRONGPASS");
  }

  @Test
  void aClosedConnectionIsToldAtOnce() {
    String id = String.valueOf(client.call("CLIENT", "ID"));
    server.call("CLIENT", "KILL", "ID", id);
    assertThatThrownBy(() -> client.call("PING")).isInstanceOf(UncheckedIOException.class);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
