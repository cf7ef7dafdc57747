package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.server.internal.api.Caller;
import dev.sojourn.server.internal.api.Reply;
import dev.sojourn.server.internal.api.TestService;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The service with layout {@code json}, on a server that has the JSON type. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("dev.sojourn.rig.server.SharedServers#withJson")
@Timeout(120)
final class JsonServiceIT {

  private static final String BASKET = "{\"items\":[{\"sku\":\"long story\"}],\"total\":1.5}";

  private final RedisServer redis;

  JsonServiceIT(ServerKind kind) {
    redis = SharedServers.fresh(kind);
  }

  @Test
  void theStoryIsTold() {
    ServiceStory.play(redis, settings(LayoutName.JSON));
  }

  /** A service with another layout reads and changes the same sessions, each in its own layout. */
  @Test
  void aNestedChangeIsMergedInRedisAlone() {
    SojournServer json = ServiceStory.start(settings(LayoutName.JSON));
    SojournServer hash = ServiceStory.start(settings(LayoutName.HASH));
    Caller caller = caller(json);
    Reply opened = caller.create("{\"user\":\"1\",\"attributes\":{\"basket\":" + BASKET + "}}");
    try (CommandMonitor monitor = CommandMonitor.of(redis)) {
      Reply changed = merged(caller, opened, "{\"total\":2.5}");
      assertThat(changed.at("/attributes/basket")).isEqualTo(BASKET.replace("1.5", "2.5"));
      assertThat(monitor.commands())
          .allSatisfy(command -> assertThat(command.words()).noneMatch(w -> w.contains("story")))
          .extracting(MonitoredCommand::name)
          .contains("JSON.MERGE");
    }
    Reply elsewhere = merged(caller(hash), opened, "{\"items\":null}");
    assertThat(elsewhere.at("/attributes/basket")).isEqualTo("{\"total\":2.5}");
    assertThat(caller.get("/v1/users/1/sessions?attributes=true").at("/sessions/0/attributes"))
        .isEqualTo("{\"basket\":{\"total\":2.5}}");
    assertThat(redis.call("TYPE", "session:" + opened.id())).isEqualTo("ReJSON-RL");
    json.stop();
    hash.stop();
  }

  private static Reply merged(Caller caller, Reply opened, String patch) {
    return caller.patch(
        "/v1/sessions/" + opened.id(), "{\"attributes\":{\"basket\":" + patch + "}}");
  }

  private static Caller caller(SojournServer server) {
    return new Caller(server.port(), Optional.of(TestService.BOTH_KEY));
  }

  private RedisSettings settings(LayoutName layout) {
    return RedisSettings.of(redis.userUri()).withLayout(layout);
  }
}
