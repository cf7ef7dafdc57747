package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EndReason;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.Written;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The README's example: what stands between the marks stands there too, see {@link ReadmeTest}. */
@EachServer
final class ReadmeExampleIT {

  private final String uri;
  private final List<String> page = new ArrayList<>();

  ReadmeExampleIT(ServerKind kind) {
    this.uri = SharedServers.fresh(kind).userUri();
  }

  @Test
  void theExampleDoesWhatItSays() {
    example();
    assertThat(page)
        .hasSize(3)
        .contains("visit 1 in dark")
        .anyMatch(line -> line.startsWith("Laptop, last seen 2"))
        .anyMatch(line -> line.startsWith("Phone, last seen 2"));
    try (RedisSessions redis = RedisSessions.connect(uri)) {
      assertThat(redis.sessions().list("ada")).isEmpty();
    }
  }

  private void example() {
    // tag::readme[]
    try (RedisSessions redis = RedisSessions.connect(uri)) {
      Sessions sessions = redis.sessions();

      // Ada logs in on two devices. Each client gets a token; Redis holds a hash of its secret.
      String laptop = login(sessions, "Laptop");
      String phone = login(sessions, "Phone");

      // A later request shows the token. Its view of the session remembers changes.
      Session session = SessionToken.parse(laptop).flatMap(sessions::access).orElseThrow();
      session.set("theme", "dark");
      session.edit("visits", Integer.class, old -> Optional.of(old.orElse(0) + 1));

      // Only these changes are sent. A session that has ended meanwhile answers NotFound.
      if (sessions.save(session) instanceof Written written) {
        Session now = written.session();
        show("visit " + now.get("visits", Integer.class).get() + " in " + now.get("theme").get());
      }

      // Her devices, the latest first.
      for (Session device : sessions.list("ada")) {
        show(device.device().label().orElse("?") + ", last seen " + device.lastAccessAt());
      }

      // She logs out on the phone. An id is no secret, so the token opens the session first.
      SessionToken.parse(phone)
          .flatMap(sessions::access)
          .ifPresent(open -> sessions.revoke(open, EndReason.LOGOUT));

      // She logs out everywhere.
      sessions.revokeAll("ada", EndReason.LOGOUT);
    }
    // end::readme[]
  }

  private void show(String line) {
    page.add(line);
  }

  // tag::readme[]
  private static String login(Sessions sessions, String device) {
    NewSession asked = NewSession.of("ada").on(device).with("role", "admin");
    return sessions.create(asked).orElseThrow().token().reveal();
  }
  // end::readme[]
}
