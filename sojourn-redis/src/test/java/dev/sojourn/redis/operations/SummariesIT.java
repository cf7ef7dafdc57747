package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.Sessions;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A summary says what the whole session says, in each layout and form, though it reads less. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#summarized")
class SummariesIT {

  private final RedisServer server;
  private final RedisSettings settings;
  private final RedisSessions redis;

  SummariesIT(Setup setup) {
    server = SharedServers.fresh(setup.kind());
    settings = setup.settings();
    redis = RedisSessions.connect(settings);
  }

  @AfterEach
  void end() {
    redis.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  @Test
  void ofAnySession() {
    create(NewSession.of("ada"));
    create(NewSession.of("ada").on("Work \"laptop\"").with("a", "x".repeat(3_000)));
    Issued rotated = create(NewSession.of("ada").with("role", "admin").with("secret", 1));
    sessions().rotate(rotated.token());
    create(NewSession.of("ada").with("attributes", "t").with("s", "1:AAAA:x").with("t", 1));

    assertSummariesEqualSessions("ada", 4);
  }

  @Test
  void ofAUserWithALongName() {
    String user = "\uD83D\uDE00\",\"attributes\":".repeat(14);
    create(NewSession.of(user).on("Phone").with("a", "b"));

    assertSummariesEqualSessions(user, 1);
  }

  @Test
  void ofSessionsOfAnyForm() {
    create(NewSession.of("ada").on("here").with("s", "1:AAAA:x").with("secret", "y"));
    for (LayoutName layout : new LayoutName[] {LayoutName.HASH, LayoutName.STRING}) {
      for (NamingName naming : NamingName.values()) {
        try (RedisSessions other =
            RedisSessions.connect(settings.withLayout(layout).withNaming(naming))) {
          NewSession session =
              NewSession.of("ada").on("there").with("s", "1:AAAA:x").with("secret", "y");
          assertThat(other.sessions().create(session)).isInstanceOf(Issued.class);
        }
      }
    }

    assertSummariesEqualSessions("ada", 5);
  }

  private void assertSummariesEqualSessions(String user, int count) {
    assertThat(sessions().summaries(user, 10).sessions())
        .hasSize(count)
        .isEqualTo(sessions().list(user).stream().map(Session::summary).toList());
  }

  private Issued create(NewSession session) {
    return sessions().create(session).orElseThrow();
  }

  private Sessions sessions() {
    return redis.sessions();
  }
}
