package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EachServer
class ListenerIT {

  private final RedisServer server;

  ListenerIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
  }

  @Test
  void itHearsWhatIsPublishedOnItsChannelInOrder() {
    try (Listener listener = Listener.on(server, "session:invalidate")) {
      server.call("PUBLISH", "session:invalidate", "a");
      server.call("PUBLISH", "other", "x");
      server.call("PUBLISH", "session:invalidate", "b");

      assertThat(listener.heard()).containsExactly("a", "b");
      assertThat(listener.heard()).isEmpty();
    }
  }
}
