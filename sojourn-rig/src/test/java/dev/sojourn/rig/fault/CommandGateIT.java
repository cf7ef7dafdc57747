package dev.sojourn.rig.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EachServer
class CommandGateIT {

  private final RedisServer server;
  private final CommandGate gate;
  private final RespClient client;

  CommandGateIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    gate = CommandGate.to(server);
    client = RespClient.connect(gate.userUri());
  }

  @AfterEach
  void end() {
    client.close();
    gate.close();
  }

  @Test
  void theGuardSeesEachCommandBeforeTheServer() {
    List<List<String>> seen = new CopyOnWriteArrayList<>();
    gate.guard(
        command -> {
          seen.add(command);
          server.call("SET", "session:a", "before");
        });

    assertThat(client.text("GET", "session:a")).isEqualTo("before");
    assertThat(seen).containsExactly(List.of("GET", "session:a"));
  }

  @Test
  void bytesPassAsTheyAre() {
    client.call("SET", "session:a", "ä\r\n$3\r\n", "PX", "1000");
    assertThat(client.text("GET", "session:a")).isEqualTo("ä\r\n$3\r\n");
  }
}
