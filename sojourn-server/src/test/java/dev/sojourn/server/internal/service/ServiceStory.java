package dev.sojourn.server.internal.service;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.server.internal.api.Caller;
import dev.sojourn.server.internal.api.Reply;
import dev.sojourn.server.internal.api.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A user with two devices on the service with a real Redis, from the view of a caller. */
final class ServiceStory {

  private static final Duration ABSOLUTE = Duration.ofHours(12);

  private ServiceStory() {}

  /** Plays the story on a new service and checks that no connection is left. */
  static void play(RedisServer redis, RedisSettings settings) {
    SojournServer server = start(settings);
    Caller caller = new Caller(server.port(), Optional.of(TestService.BOTH_KEY));
    List<String> secrets = new ArrayList<>();
    Reply laptop =
        caller.create("{\"user\":\"1\",\"device\":\"Laptop\",\"attributes\":{\"a\":1.10}}");
    Reply guest = caller.create("{\"device\":\"Phone\",\"attributes\":{\"cart\":{\"n\":1}}}");
    Reply phone =
        caller.post("/v1/sessions/login", "{\"token\":\"" + guest.token() + "\",\"user\":\"1\"}");
    for (Reply opened : List.of(laptop, guest, phone)) {
      secrets.add(opened.token().substring(opened.id().length() + 1));
    }
    assertThat(caller.verify(guest.token()).text()).isEqualTo("{\"active\":false}");
    assertThat(caller.verify(laptop.token()).text()).contains("{\"a\":1.10}");
    assertThat(caller.get("/v1/users/1/sessions").json().at("/sessions").size()).isEqualTo(2);
    Reply changed =
        caller.patch(
            "/v1/sessions/" + phone.id(), "{\"attributes\":{\"cart\":{\"m\":2,\"n\":null}}}");
    assertThat(changed.at("/attributes")).isEqualTo("{\"cart\":{\"m\":2}}");
    assertThat(caller.delete("/v1/sessions/" + laptop.id()).at("/ended")).isEqualTo("1");
    assertThat(caller.verify(laptop.token()).text()).isEqualTo("{\"active\":false}");
    Invariants.of(redis).everyKeyExpiresWithin(ABSOLUTE).nothingHolds(secrets);
    assertThat(caller.delete("/v1/users/1/sessions?reason=logout").at("/ended")).isEqualTo("1");
    assertProblem(caller.get("/v1/sessions/" + phone.id()), 404, "session-not-found");
    server.stop();
    Invariants.of(redis).noConnectionIsLeft();
  }

  static SojournServer start(RedisSettings settings) {
    return SojournServer.start(
        new ServerSettings("127.0.0.1", 0, Optional.empty(), TestService.KEYS, settings));
  }
}
