package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.server.internal.api.Caller;
import dev.sojourn.server.internal.api.FakeMaintenance;
import dev.sojourn.server.internal.api.Reply;
import dev.sojourn.server.internal.api.TestService;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The near cache in the statistics of a service; {@link EventsIT} checks its metrics. */
final class NearServiceIT {

  private static final Duration LEASE = NearCacheSettings.DEFAULT.lease();

  private final RedisServer redis = SharedServers.fresh(ServerKind.any());
  private final SojournServer server =
      SojournServer.start(
          new ServerSettings(
              "127.0.0.1",
              0,
              Optional.empty(),
              TestService.KEYS,
              RedisSettings.of(redis.userUri()).withNearCache()),
          new FakeMaintenance());
  private final Caller caller = new Caller(server.port(), Optional.of(TestService.BOTH_KEY));

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void theStatisticsSayHowItIs() {
    Reply ada = caller.create("{\"user\":\"ada\"}");
    await().until(() -> verified(ada) && number("/nearCache/hits") > 0);
    assertThat(number("/nearCache/misses")).isPositive();
    assertThat(number("/nearCache/size")).isEqualTo(1);
    assertThat(number("/nearCache/lease/connections")).isEqualTo(1);
    assertThat(number("/nearCache/lease/held")).isEqualTo(1);
    assertThat(Duration.parse(caller.get("/v1/stats").at("/nearCache/lease/age")))
        .isLessThan(LEASE);
  }

  private boolean verified(Reply opened) {
    return caller.verify(opened.token()).at("/active").equals("true");
  }

  private long number(String pointer) {
    return Long.parseLong(caller.get("/v1/stats").at(pointer));
  }
}
