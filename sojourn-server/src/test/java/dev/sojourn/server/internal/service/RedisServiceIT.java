package dev.sojourn.server.internal.service;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.server.internal.api.Caller;
import dev.sojourn.server.internal.api.Reply;
import dev.sojourn.server.internal.api.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service on a real Redis, with a connection for each event loop. */
@EachServer
@Timeout(120)
final class RedisServiceIT {

  private final RedisServer redis;

  RedisServiceIT(ServerKind kind) {
    redis = SharedServers.fresh(kind);
  }

  @ParameterizedTest
  @EnumSource(value = LayoutName.class, mode = EnumSource.Mode.EXCLUDE, names = "JSON")
  void theStoryIsTold(LayoutName layout) {
    ServiceStory.play(redis, RedisSettings.of(redis.userUri()).withLayout(layout));
  }

  @Test
  void aRedisThatStandsStillIsUnavailableAndNeverALogout() {
    RedisSettings settings = RedisSettings.of(redis.userUri());
    SojournServer server = ServiceStory.start(settings);
    Caller caller = new Caller(server.port(), Optional.of(TestService.BOTH_KEY));
    String token = caller.create("{\"user\":\"1\"}").token();
    AtomicBoolean goOn = new AtomicBoolean(true);
    List<CompletableFuture<List<Reply>>> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(CompletableFuture.supplyAsync(() -> verifyWhile(goOn, caller, token)));
    }
    redis.freeze();
    try {
      await().until(() -> caller.verify(token).status() == 503);
      long begun = System.nanoTime();
      assertProblem(caller.get("/health/ready"), 503, "store-unavailable");
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isLessThan(settings.commandTimeout().multipliedBy(3));
    } finally {
      redis.thaw();
    }
    await().until(() -> caller.verify(token).at("/active").equals("true"));
    goOn.set(false);
    for (CompletableFuture<List<Reply>> replies : callers) {
      assertThat(replies.join())
          .allSatisfy(
              reply ->
                  assertThat(reply.status() == 503 || reply.at("/active").equals("true"))
                      .describedAs(reply.toString())
                      .isTrue());
    }
    server.stop();
    Invariants.of(redis).noConnectionIsLeft();
  }

  @Test
  void theServiceHealsWhenRedisIsStartedAgain() {
    SojournServer server = ServiceStory.start(RedisSettings.of(redis.userUri()));
    Caller caller = new Caller(server.port(), Optional.of(TestService.BOTH_KEY));
    redis.kill();
    try {
      assertProblem(caller.post("/v1/sessions", "{}"), 503, "store-unavailable");
      assertProblem(caller.get("/health/ready"), 503, "store-unavailable");
      assertThat(caller.get("/health/live").status()).isEqualTo(200);
    } finally {
      redis.restart();
    }
    await().until(() -> caller.get("/health/ready").status() == 200);
    await().until(() -> caller.post("/v1/sessions", "{}").status() == 201);
    server.stop();
  }

  private static List<Reply> verifyWhile(AtomicBoolean goOn, Caller caller, String token) {
    List<Reply> replies = new ArrayList<>();
    while (goOn.get()) {
      replies.add(caller.verify(token));
    }
    return replies;
  }
}
