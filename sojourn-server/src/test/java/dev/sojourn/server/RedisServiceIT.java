package dev.sojourn.server;

import static dev.sojourn.server.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.testkit.EachServer;
import dev.sojourn.testkit.Invariants;
import dev.sojourn.testkit.RedisServer;
import dev.sojourn.testkit.ServerKind;
import dev.sojourn.testkit.SharedServers;
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

/** The service on a real Redis, each event loop with its own connection to it. */
@EachServer
@Timeout(120)
final class RedisServiceIT {

  private static final Duration ABSOLUTE = Duration.ofHours(12);

  private final RedisServer redis;

  RedisServiceIT(ServerKind kind) {
    redis = SharedServers.fresh(kind);
  }

  @ParameterizedTest
  @EnumSource(value = LayoutName.class, mode = EnumSource.Mode.EXCLUDE, names = "JSON")
  void theStoryIsTold(LayoutName layout) {
    SojournServer server = start(RedisSettings.of(redis.userUri()).withLayout(layout));
    Caller caller = new Caller(server.port(), Optional.of(TestService.BOTH_KEY));
    List<String> secrets = new ArrayList<>();
    Reply laptop =
        caller.create("{\"user\":\"1\",\"device\":\"Laptop\",\"attributes\":{\"a\":1.10}}");
    Reply guest = caller.create("{\"device\":\"Phone\",\"attributes\":{\"cart\":{\"n\":1}}}");
    Reply phone =
        caller.post(
            "/v1/sessions/authenticate", "{\"token\":\"" + guest.token() + "\",\"user\":\"1\"}");
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

  @Test
  void aRedisThatStandsStillIsUnavailableAndNeverALogout() {
    RedisSettings settings = RedisSettings.of(redis.userUri());
    SojournServer server = start(settings);
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
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> caller.verify(token).at("/active").equals("true"));
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
    SojournServer server = start(RedisSettings.of(redis.userUri()));
    Caller caller = new Caller(server.port(), Optional.of(TestService.BOTH_KEY));
    redis.kill();
    try {
      assertProblem(caller.post("/v1/sessions", "{}"), 503, "store-unavailable");
      assertProblem(caller.get("/health/ready"), 503, "store-unavailable");
      assertThat(caller.get("/health/live").status()).isEqualTo(200);
    } finally {
      redis.restart();
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> caller.get("/health/ready").status() == 200);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> caller.post("/v1/sessions", "{}").status() == 201);
    server.stop();
  }

  private static List<Reply> verifyWhile(AtomicBoolean goOn, Caller caller, String token) {
    List<Reply> replies = new ArrayList<>();
    while (goOn.get()) {
      replies.add(caller.verify(token));
    }
    return replies;
  }

  private static SojournServer start(RedisSettings settings) {
    return SojournServer.start(
        new ServerSettings("127.0.0.1", 0, Optional.empty(), TestService.KEYS, settings));
  }
}
