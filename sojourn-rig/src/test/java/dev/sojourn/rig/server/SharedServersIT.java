package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EachServer
class SharedServersIT {

  private final ServerKind kind;

  SharedServersIT(ServerKind kind) {
    this.kind = kind;
  }

  @Test
  void aKindIsStartedOnce() {
    assertThat(SharedServers.get(kind)).isSameAs(SharedServers.get(kind));
  }

  @Test
  void aFreshOneIsEmpty() {
    SharedServers.get(kind).call("SET", "session:a", "1");
    assertThat(SharedServers.fresh(kind).call("DBSIZE")).isEqualTo(0L);
  }

  @Test
  void itIsTheServerOfThatKind() {
    Object about = SharedServers.get(kind).call("INFO", "server");
    String version = kind == ServerKind.VALKEY_9_1 ? "server_name:valkey" : "redis_version:";
    assertThat(String.valueOf(about)).contains(version);
  }
}
