package dev.sojourn.rig.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import org.junit.jupiter.api.Test;

@EachServer
class ChannelListenerIT {

  private final RedisServer server;

  ChannelListenerIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
  }

  @Test
  void itHearsWhatIsPublishedOnItsChannelInOrder() {
    try (ChannelListener listener = ChannelListener.on(server, "session:invalidate")) {
      server.call("PUBLISH", "session:invalidate", "a");
      server.call("PUBLISH", "other", "x");
      server.call("PUBLISH", "session:invalidate", "b");

      assertThat(listener.messages()).containsExactly("a", "b");
      assertThat(listener.messages()).isEmpty();
    }
  }
}
