package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Where no namespace can be made, the one test that is left checks and prints why. */
class NetworkNamespaceIT {

  private static final Duration A_WHILE = Duration.ofMillis(500);

  @TestFactory
  Stream<DynamicTest> packetsAreReallyLost() {
    return NetworkNamespace.whyNot()
        .map(NetworkNamespaceIT::impossible)
        .map(Stream::of)
        .orElseGet(() -> SharedServers.available().map(NetworkNamespaceIT::possible));
  }

  private static DynamicTest possible(ServerKind kind) {
    return DynamicTest.dynamicTest(kind.id(), () -> lossesAreMadeGood(kind));
  }

  private static DynamicTest impossible(String why) {
    System.getLogger(NetworkNamespaceIT.class.getName()).log(System.Logger.Level.WARNING, why);
    return DynamicTest.dynamicTest(
        "not tested: " + why, () -> assertThat(NetworkNamespace.whyNot()).contains(why));
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
}
