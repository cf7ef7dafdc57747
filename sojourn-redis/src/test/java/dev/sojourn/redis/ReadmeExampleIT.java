package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Session;
import dev.sojourn.redis.docs.ReadmeExample;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the README's example; {@link ReadmeTest} compares the two. */
@EachServer
final class ReadmeExampleIT extends ReadmeExample {

  private final String uri;
  private final List<String> devices = new ArrayList<>();

  ReadmeExampleIT(ServerKind kind) {
    this.uri = SharedServers.fresh(kind).userUri();
  }

  @Test
  void theExampleDoesWhatItSays() {
    run(uri);
    assertThat(devices).containsExactly("[Phone, dark]", "[]");
  }

  @Override
  protected void listed(List<Session> sessions) {
    devices.add(sessions.stream().map(ReadmeExampleIT::described).toList().toString());
  }

  private static String described(Session session) {
    return session.device().label().orElseThrow() + ", " + session.get("theme").orElseThrow();
  }
}
