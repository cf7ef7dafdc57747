package dev.sojourn.redis.connections;

import static java.util.concurrent.CompletableFuture.failedStage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sojourn.AsyncSessions;
import dev.sojourn.Durability;
import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Redis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.redis.rig.Setups;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.spi.InvalidationBus.Listener;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Closing ends what waits, and what is called afterwards: no caller is blocked, and each learns
 * that it was closed.
 */
@ParameterizedClass(name = "{0}, near cache {1}")
@MethodSource("setups")
class CloseIT {

  /** Only closing ends a call sooner. */
  private static final Duration NEVER = Duration.ofMinutes(1);

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String CLOSED = "the connections to Redis were closed by close()";

  private final Setup setup;
  private final List<RedisServer> servers;
  private final RedisSessions redis;
  private final Issued ada;

  CloseIT(Setup setup, boolean nearCache) {
    this.setup = setup;
    RedisSettings settings = setup.settings();
    redis = connect(nearCache ? settings.withNearCache() : settings);
    servers = new Redis(setup).servers();
    ada = redis.sessions().create(NewSession.of("ada")).orElseThrow();
  }

  static Stream<Arguments> setups() {
    return Setups.all()
        .filter(setup -> setup.kind() == ServerKind.any() && setup.layout() == LayoutName.HASH)
        .filter(setup -> setup.cluster() || setup.keyspace() == KeyspaceName.PLAIN)
        .flatMap(setup -> Stream.of(arguments(setup, false), arguments(setup, true)));
  }

  private static RedisSessions connect(RedisSettings settings) {
    return RedisSessions.connect(settings.withCommandTimeout(NEVER));
  }

  @AfterEach
  void end() {
    redis.close();
    servers.forEach(RedisServer::wake);
    servers.forEach(server -> Invariants.of(server).noConnectionIsLeft());
  }

  @Test
  void everyCallAfterCloseSaysThatItWasClosed() {
    redis.sessions().access(ada.token()); // perhaps cached
    redis.close();
    assertClosed(calls(redis));
  }

  /** The near cache is shared with others, and goes on. */
  @Test
  void aStoreThatIsClosedDoesNotAnswerFromTheNearCache() {
    redis.sessions().access(ada.token());
    redis.store().close();
    assertClosed(calls(redis));
  }

  @Test
  void callsThatWaitForRedisEndWithClose() {
    servers.forEach(RedisServer::freeze);
    List<CompletableFuture<?>> waiting = calls(redis);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    redis.close();
    assertClosed(waiting);
  }

  /** A logout of unknown outcome pauses until there is a connection again. */
  @Test
  void aPauseEndsWithClose() {
    servers.forEach(RedisServer::freeze);
    CompletableFuture<?> logout = revoke(redis.async(), ada.session().id());
    assertWaits(logout); // until it was sent: else its outcome is known, and it fails at once
    servers.forEach(RedisServer::kill);
    assertWaits(logout);
    redis.close();
    assertThat(logout)
        .as("why its outcome is unknown: the connection broke")
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(StoreUnavailable.class);
  }

  private static void assertWaits(CompletableFuture<?> call) {
    await().during(Duration.ofMillis(400)).until(() -> !call.isDone());
  }

  @Test
  void aCallThatBeginsWhileItIsClosedEndsToo() {
    List<CompletableFuture<?>> calls = new ArrayList<>();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(redis::close);
    while (!closing.isDone()) {
      calls.add(redis.async().access(ada.token()).toCompletableFuture());
    }
    calls.addAll(calls(redis));
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call.handle((answer, failure) -> failure))
                    .succeedsWithin(SOON)
                    .matches(failure -> failure == null || isClosed(failure)));
  }

  @Test
  void aListenerThatIsAddedAfterCloseIsToldSo() {
    redis.close();
    Listener listener = id -> {};
    try (var registration = redis.invalidations().onInvalidated(listener)) {
      assertClosed(List.of(registration.active().toCompletableFuture()));
    }
  }

  /** The session has ended, whatever a replica says. */
  @Test
  void aLogoutThatWaitsForReplicasIsAnsweredByClose() {
    CompletableFuture<Ended> logout =
        revoke(redis.async().with(Durability.replicated(1)), ada.session().id());
    await().during(Duration.ofMillis(200)).until(() -> !logout.isDone());
    redis.close();
    assertThat(logout).succeedsWithin(SOON).extracting(Ended::replicas).isEqualTo(0);
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // ends in the background
  void noEventLoopIsServedAfterClose() {
    redis.close();
    DefaultEventLoop loop = new DefaultEventLoop();
    assertClosed(List.of(redis.on(loop).toCompletableFuture()));
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  /** Statistics are taken one after the other. */
  @Test
  void maintenanceEndsWithCloseToo() {
    RedisMaintenance maintenance =
        RedisMaintenance.connect(setup.maintenanceSettings().withCommandTimeout(NEVER));
    servers.forEach(RedisServer::freeze);
    List<CompletableFuture<?>> waiting =
        List.of(
            maintenance.statistics().toCompletableFuture(),
            maintenance.statistics().toCompletableFuture(),
            maintenance.latestSweep().toCompletableFuture());
    maintenance.close();
    assertClosed(waiting);
    assertClosed(List.of(maintenance.statistics().toCompletableFuture()));
    assertClosed(List.of(maintenance.latestSweep().toCompletableFuture()));
  }

  @Test
  void closingTwiceHasNoEffect() {
    redis.close();
    redis.close();
    assertClosed(calls(redis));
  }

  /** Every verb; each answers with a stage, whatever happens. */
  private List<CompletableFuture<?>> calls(RedisSessions sessions) {
    AsyncSessions async = sessions.async();
    SessionId id = ada.session().id();
    List<Function<AsyncSessions, CompletionStage<?>>> verbs =
        List.of(
            all -> all.create(NewSession.of("ben")),
            all -> all.access(ada.token()),
            all -> all.peek(ada.token()),
            all -> all.peek(id),
            all -> all.save(ada.session().set("a", 1)),
            all -> all.change(id, changes -> changes.set("a", 1)),
            all -> all.rotate(ada.token()),
            all -> all.login(ada.token(), "ada"),
            all -> all.login(ada.token(), "ben"),
            all -> all.list("ada"),
            all -> all.logout(ada.token()),
            all -> all.revoke(id, EndReason.LOGOUT),
            all -> all.revoke(ada.session(), EndReason.LOGOUT),
            all -> all.revokeAll("ada", EndReason.LOGOUT),
            all -> sessions.store().ping());
    return verbs.stream()
        .<CompletableFuture<?>>map(verb -> stage(() -> verb.apply(async)))
        .toList();
  }

  private static CompletableFuture<?> stage(Supplier<CompletionStage<?>> verb) {
    try {
      return verb.get().toCompletableFuture();
    } catch (RuntimeException e) {
      return failedStage(new AssertionError("thrown instead of answered", e)).toCompletableFuture();
    }
  }

  private static CompletableFuture<Ended> revoke(AsyncSessions async, SessionId id) {
    return async.revoke(id, EndReason.LOGOUT).toCompletableFuture();
  }

  private static void assertClosed(List<CompletableFuture<?>> calls) {
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call)
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(StoreUnavailable.class)
                    .withMessageStartingWith(CLOSED));
  }

  private static boolean isClosed(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof StoreUnavailable && cause.getMessage().startsWith(CLOSED);
  }
}
