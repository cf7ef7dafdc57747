package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Ended;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.docs.JavaPage;
import dev.sojourn.redis.docs.JavaPage.Cart;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.InvalidationBus.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs the code on {@code docs/java.md}; {@link JavaPageTest} compares the two. */
@EachServer
final class JavaPageIT {

  private final RedisServer server;
  private final RedisSettings settings;
  private final RedisSessions redis;
  private final Sessions sessions;

  JavaPageIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    settings = JavaPage.settings(server.userUri());
    redis = RedisSessions.connect(settings);
    sessions = redis.sessions();
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void aSessionIsCreatedAndItsTokenOpensIt() {
    Session session = opened(JavaPage.create(sessions).orElseThrow());
    assertThat(session.user()).hasValue("ada");
    assertThat(session.timeouts().idle()).isEqualTo(Duration.ofMinutes(5));
    assertThat(JavaPage.connect(settings)).hasSize(1);
    assertThat(JavaPage.devices(sessions)).singleElement().asString().startsWith("Laptop, 2");
  }

  @Test
  void valuesComeBack() {
    Session session = session();
    assertThat(JavaPage.values(session)).hasValue(List.of(1, 2, 3));
    JavaPage.edit(session);
    JavaPage.members(session);
    Session saved = JavaPage.save(sessions, session).orElseThrow();
    assertThat(saved.get("visits", Integer.class)).hasValue(1);
    assertThat(saved.get("cart", Cart.class)).hasValue(new Cart(List.of("atlas", "pen"), 15));
    JavaPage.change(sessions, session.id());
    assertThat(sessions.peek(session.id()).flatMap(now -> now.get("cart", Cart.class)))
        .map(Cart::total)
        .hasValue(0);
  }

  @Test
  void aSessionThatEndedIsNotSaved() {
    SessionToken token = token();
    Session session = sessions.access(token).orElseThrow();
    JavaPage.edit(session);
    Ended ended = JavaPage.logout(sessions, token);
    assertThat(ended.count()).isZero();
    assertThat(JavaPage.save(sessions, session)).isEmpty();
  }

  @Test
  void loginAndRotationIssueTokens() {
    SessionToken token = token();
    SessionToken loggedIn = JavaPage.login(sessions, token).orElseThrow();
    assertThat(sessions.access(token)).isEmpty();
    SessionToken rotated = JavaPage.rotate(sessions, loggedIn);
    assertThat(rotated).isNotEqualTo(loggedIn);
    assertThat(JavaPage.async(redis, rotated).toCompletableFuture().join()).isTrue();
  }

  @Test
  void timeoutsOfOneSessionAreSet() {
    Session session = session();
    JavaPage.timeouts(session);
    assertThat(JavaPage.save(sessions, session).map(Session::timeouts))
        .hasValue(new Timeouts(Duration.ofDays(14), Duration.ofDays(60)));
  }

  @Test
  void copiesOfSessionsThatEndedAreEvicted() {
    Map<SessionId, Object> copies = new ConcurrentHashMap<>();
    try (Registration registration = JavaPage.listen(redis, copies)) {
      await()
          .untilAsserted(
              () -> {
                SessionToken token = token();
                copies.put(token.id(), "copy");
                JavaPage.logout(sessions, token);
                await().atMost(Duration.ofSeconds(1)).until(copies::isEmpty);
              });
      assertThat(registration).isNotNull();
    }
  }

  @Test
  void theNearCacheSaysHowItIs() {
    SessionToken token = token();
    await()
        .untilAsserted(
            () -> {
              assertThat(sessions.access(token)).isPresent();
              assertThat(JavaPage.nearCache(redis)).isPositive();
            });
  }

  @Test
  void maintenanceCounts() {
    session();
    assertThat(JavaPage.maintain(RedisSettings.of(server.maintenanceUri())).sessions())
        .isEqualTo(1);
  }

  @Test
  void testsNeedNoServer() {
    assertThat(JavaPage.create(JavaPage.inMemory())).isPresent();
  }

  private Session opened(String cookie) {
    return JavaPage.access(sessions, cookie).orElseThrow();
  }

  private Session session() {
    return sessions.access(token()).orElseThrow();
  }

  private SessionToken token() {
    return sessions.create(NewSession.of("ada")).orElseThrow().token();
  }
}
