package dev.sojourn.rig.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EachServer
class CommandMonitorIT {

  private final RedisServer server;
  private final RespClient client;
  private final CommandMonitor monitor;

  CommandMonitorIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    client = server.connect();
    monitor = CommandMonitor.of(server);
  }

  @AfterEach
  void end() {
    monitor.close();
    client.close();
  }

  @Test
  void itSeesEveryCommandInOrderUntilNow() {
    client.call("SET", "session:a", "ä\r\n\"");
    client.call("GET", "session:a");
    assertThat(monitor.commands())
        .extracting(MonitoredCommand::words)
        .containsExactly(List.of("SET", "session:a", "ä\r\n\""), List.of("GET", "session:a"));
    client.call("DEL", "session:a");
    assertThat(monitor.sent()).containsExactly("SET", "GET", "DEL");
  }

  @Test
  void whatAScriptCallsIsNotWhatAClientSent() {
    client.call("EVAL", "return redis.call('SET', KEYS[1], '1')", "1", "session:a");
    assertThat(monitor.sent()).containsExactly("EVAL");
    assertThat(monitor.commands())
        .filteredOn(MonitoredCommand::isFromScript)
        .extracting(MonitoredCommand::name)
        .containsExactly("SET");
  }

  @Test
  void noPasswordIsSeen() {
    RespClient.connect(server.userUri()).close();
    assertThat(monitor.commands())
        .isNotEmpty()
        .noneMatch(command -> command.words().contains(server.credentials().user()));
  }
}
