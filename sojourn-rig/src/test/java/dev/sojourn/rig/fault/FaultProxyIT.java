package dev.sojourn.rig.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyIT {

  private static final Duration A_WHILE = Duration.ofMillis(300);

  private final RedisServer server = SharedServers.fresh(ServerKind.any());
  private final FaultProxy proxy = FaultProxy.before(server);
  private RespClient client;

  @BeforeEach
  void connect() {
    client = RespClient.connect(proxy.adminUri());
  }

  @AfterEach
  void end() {
    client.close();
    proxy.close();
  }

  @Test
  void withoutAFaultEverythingGetsThrough() {
    String large = "x".repeat(1_000_000);
    assertThat(client.call("SET", "a", large)).isEqualTo("OK");
    assertThat(client.call("GET", "a")).isEqualTo(large);
  }

  @Test
  void itCountsConnectionsAndForgetsClosedOnes() {
    RespClient other = RespClient.connect(proxy.adminUri());
    assertThat(proxy.links()).hasSize(2);
    other.close();
    await().until(() -> proxy.links().size() == 1);
    assertThat(proxy.accepted()).isEqualTo(2);
  }

  @Test
  void aCutResetsConnectionsAndNewOnes() {
    proxy.all(new Fault.Cut());
    assertBroken(client);
    assertThatThrownBy(() -> RespClient.connect(proxy.adminUri()))
        .isInstanceOf(UncheckedIOException.class);
    proxy.clear();
    RespClient.connect(proxy.adminUri()).close();
  }

  @Test
  void whatAFreezeHeldBackArrivesWhenItIsOver() {
    proxy.all(new Fault.Freeze());
    CompletableFuture<Object> answer = asked("SET", "a", "1");
    await().during(A_WHILE).until(() -> !answer.isDone() && server.call("GET", "a") == null);
    proxy.clear();
    assertThat(answer.join()).isEqualTo("OK");
  }

  @Test
  void whatAFreezeHeldBackArrivesEvenIfTheClientHasGone() {
    proxy.all(new Fault.Freeze());
    CompletableFuture<Object> answer = asked("SET", "a", "1");
    await().during(A_WHILE).until(() -> server.call("GET", "a") == null);
    client.close();
    proxy.clear();
    assertThatThrownBy(answer::join).hasCauseInstanceOf(UncheckedIOException.class);
    await().until(() -> "1".equals(server.call("GET", "a")));
  }

  @Test
  void whatABlackHoleSwallowedNeverArrivesAndItsConnectionIsReset() {
    proxy.all(new Fault.BlackHole());
    CompletableFuture<Object> answer = asked("SET", "a", "1");
    await().during(A_WHILE).until(() -> !answer.isDone());
    proxy.clear();
    assertThatThrownBy(answer::join).hasRootCauseInstanceOf(SocketException.class);
    assertThat(server.call("GET", "a")).isNull();
  }

  @Test
  void aBlackHoleSparesAConnectionThatWasSilent() {
    proxy.all(new Fault.BlackHole());
    proxy.clear();
    assertThat(client.call("PING")).isEqualTo("PONG");
  }

  @Test
  void aDelayCostsBothWays() {
    proxy.all(new Fault.Delay(A_WHILE));
    long start = System.nanoTime();
    assertThat(client.call("PING")).isEqualTo("PONG");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(A_WHILE.multipliedBy(2));
  }

  @Test
  void aDroppedReplyIsOfACommandThatRan() {
    proxy.all(new Fault.DropReply());
    assertBroken(client);
    assertThat(server.call("GET", "a")).isEqualTo("1");
    RespClient.connect(proxy.adminUri()).close();
  }

  @Test
  void aReplyIsDroppedThatAnswersACertainQuestion() {
    proxy.all(new Fault.DropReply("SET"));
    assertThat(client.call("GET", "a")).isNull();
    assertBroken(client);
    assertThat(server.call("GET", "a")).isEqualTo("1");
  }

  @Test
  void aChosenConnectionHasAFaultOfItsOwn() {
    try (RespClient other = RespClient.connect(proxy.adminUri())) {
      proxy.links().get(0).fault(new Fault.Cut());
      assertBroken(client);
      assertThat(other.call("PING")).isEqualTo("PONG");
    }
  }

  @Test
  void aServerThatIsDownIsSeenAsSuch() {
    server.kill();
    assertBroken(client);
    assertThatThrownBy(() -> RespClient.connect(proxy.adminUri()))
        .isInstanceOf(UncheckedIOException.class);
    server.restart();
    RespClient.connect(proxy.adminUri()).close();
  }

  private static void assertBroken(RespClient client) {
    assertThatThrownBy(() -> client.call("SET", "a", "1")).isInstanceOf(UncheckedIOException.class);
  }

  private CompletableFuture<Object> asked(String... command) {
    return CompletableFuture.supplyAsync(() -> client.call(command));
  }
}
