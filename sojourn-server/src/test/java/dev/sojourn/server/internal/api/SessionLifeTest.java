package dev.sojourn.server.internal.api;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.server.internal.service.CannotListen;
import dev.sojourn.server.internal.service.ConnectedStore;
import dev.sojourn.server.internal.service.ServerSettings;
import dev.sojourn.server.internal.service.SojournServer;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Start and stop. */
@Timeout(60)
final class SessionLifeTest {

  @Test
  void everyEventLoopHasAStoreOfItsOwnAndAllAreClosedOnce() {
    Set<EventLoop> loops = ConcurrentHashMap.newKeySet();
    AtomicInteger closed = new AtomicInteger();
    SojournServer server =
        startOver(
            settings(0),
            3,
            RequestObserver.NONE,
            loop -> {
              assertThat(loop.inEventLoop()).isTrue();
              loops.add(loop);
              return completedFuture(
                  new ConnectedStore(new InMemorySessionStore(), closed::incrementAndGet));
            });
    assertThat(loops).hasSize(3);
    assertThat(new Caller(server.port(), Optional.empty()).get("/health/ready").status())
        .isEqualTo(200);
    assertThat(closed).hasValue(0);
    server.stop();
    server.stop();
    assertThat(closed).hasValue(3);
  }

  @Test
  void requestsUnderWayAreAnsweredAndNoMoreAreTaken() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    AtomicInteger waiting = new AtomicInteger();
    TestService service =
        TestService.over(
            StoreAround.answers(
                answer -> {
                  waiting.incrementAndGet();
                  return gate.thenApply(open -> answer);
                }));
    CompletableFuture<Reply> underWay =
        service.caller().sendLater("POST", "/v1/sessions", "{\"user\":\"1\"}");
    await().until(() -> waiting.get() == 1);
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(service::close);
    await().until(() -> isRefused(service.port()));
    assertThat(stopping).isNotDone();
    gate.complete(null);
    assertThat(underWay.get(5, TimeUnit.SECONDS).status()).isEqualTo(201);
    stopping.get(5, TimeUnit.SECONDS);
    assertThat(service.store().list("1").toCompletableFuture().join()).hasSize(1);
  }

  @Test
  void connectionsWithoutRequestsDoNotHoldTheStop() throws Exception {
    TestService service = TestService.start();
    try (RawConnection idle = new RawConnection(service.port());
        RawConnection used = new RawConnection(service.port())) {
      used.send(RawConnection.head("GET", "/health/live") + "\r\n");
      assertThat(used.reply().status()).isEqualTo(200);
      long begun = System.nanoTime();
      service.close();
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(5));
      assertThat(used.isClosed()).isTrue();
      assertThat(idle.isClosed()).isTrue();
    }
  }

  @Test
  void aTakenPortIsSaidInASentenceAndNothingIsLeftOpen() throws IOException {
    AtomicInteger open = new AtomicInteger();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(settings(taken.getLocalPort()), open))
          .isInstanceOf(CannotListen.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": another process has that port");
    }
    assertThat(open).hasValue(0);
  }

  @Test
  void anUnknownHostIsSaidInASentence() {
    ServerSettings nowhere =
        new ServerSettings(
            "nowhere.invalid",
            0,
            Optional.empty(),
            TestService.KEYS,
            RedisSettings.of("redis://x"));
    assertThatThrownBy(() -> start(nowhere, new AtomicInteger()))
        .isInstanceOf(CannotListen.class)
        .hasMessageStartingWith("cannot listen on nowhere.invalid:0: ");
  }

  @Test
  void aStoreThatCannotBeReachedIsToldAsItIs() {
    StoreUnavailable failure = new StoreUnavailable("Redis is not there", null);
    assertThatThrownBy(
            () -> startOver(settings(0), 2, RequestObserver.NONE, loop -> failedFuture(failure)))
        .isSameAs(failure);
    assertThatThrownBy(
            () ->
                startOver(
                    settings(0),
                    2,
                    RequestObserver.NONE,
                    loop -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }

  @Test
  void healthAndMetricsMoveToTheManagementAddress() {
    try (TestService service = TestService.managed()) {
      assertThat(service.server().managementPort().orElseThrow()).isNotEqualTo(service.port());
      for (String path : new String[] {"/health/live", "/health/ready", "/metrics"}) {
        assertThat(service.operator().get(path).status()).isEqualTo(200);
        assertThat(service.caller().get(path).status()).isEqualTo(404);
        assertThat(service.caller(Optional.empty()).get(path).status()).isEqualTo(401);
      }
      assertThat(service.operator().get("/openapi.yaml").text())
          .isEqualTo(service.caller().get("/openapi.yaml").text())
          .startsWith("openapi: 3.1");
      assertThat(service.operator().get("/v1/users/1/sessions").status()).isEqualTo(404);
      assertThat(service.operator().post("/v1/sessions", "{}").status()).isEqualTo(404);
      assertThat(service.operator().post("/metrics", "{}").status()).isEqualTo(405);
    }
  }

  @Test
  void withoutAManagementAddressThereIsNoSuchPort() {
    try (TestService service = TestService.start()) {
      assertThat(service.server().managementPort()).isEmpty();
    }
  }

  private static SojournServer start(ServerSettings settings, AtomicInteger open) {
    return startOver(
        settings,
        2,
        RequestObserver.NONE,
        loop -> {
          open.incrementAndGet();
          return completedFuture(
              new ConnectedStore(new InMemorySessionStore(), open::decrementAndGet));
        });
  }

  private static SojournServer startOver(
      ServerSettings settings,
      int loops,
      RequestObserver observer,
      Function<EventLoop, CompletionStage<ConnectedStore>> connect) {
    return SojournServer.startOver(settings, loops, observer, connect, new FakeMaintenance());
  }

  private static ServerSettings settings(int port) {
    return new ServerSettings(
        "127.0.0.1", port, Optional.empty(), TestService.KEYS, RedisSettings.of("redis://x"));
  }

  private static boolean isRefused(int port) {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send("");
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
