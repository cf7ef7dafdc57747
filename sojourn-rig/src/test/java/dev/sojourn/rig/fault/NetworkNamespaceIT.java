package dev.sojourn.rig.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.InNamespace;
import dev.sojourn.rig.server.NetworkNamespace;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class NetworkNamespaceIT {

  private static final Duration A_WHILE = Duration.ofMillis(500);
  private static final Duration RETRANSMISSION = Duration.ofMillis(190);

  @TestFactory
  Stream<DynamicTest> packetsAreReallyLost() {
    return onEachServer(NetworkNamespaceIT::lossesAreMadeGood);
  }

  @TestFactory
  Stream<DynamicTest> someOfThePacketsAreLost() {
    return onEachServer(NetworkNamespaceIT::someAreSentAgain);
  }

  private static Stream<DynamicTest> onEachServer(Consumer<ServerKind> test) {
    return SharedServers.available()
        .map(kind -> InNamespace.test(kind.id(), () -> test.accept(kind)));
  }

  private static void lossesAreMadeGood(ServerKind kind) {
    try (NetworkNamespace far = NetworkNamespace.start(kind);
        RespClient client = RespClient.connect(far.server().userUri())) {
      assertThat(client.call("PING")).isEqualTo("PONG");
      far.drop();
      CompletableFuture<Object> answer = CompletableFuture.supplyAsync(() -> client.call("PING"));
      await().during(A_WHILE).until(() -> !answer.isDone());
      far.pass();
      assertThat(answer.join()).as("on the same connection").isEqualTo("PONG");
    }
  }

  /** Lost packets are retransmitted after at least 200 ms, the kernel's minimum. */
  private static void someAreSentAgain(ServerKind kind) {
    try (NetworkNamespace far = NetworkNamespace.start(kind);
        RespClient client = RespClient.connect(far.server().userUri())) {
      far.lose(20);
      await().until(() -> timeOfPing(client).compareTo(RETRANSMISSION) > 0);
      far.pass();
      await().during(A_WHILE).until(() -> timeOfPing(client).compareTo(RETRANSMISSION) < 0);
    }
  }

  private static Duration timeOfPing(RespClient client) {
    long sent = System.nanoTime();
    assertThat(client.call("PING")).isEqualTo("PONG");
    return Duration.ofNanos(System.nanoTime() - sent);
  }
}
