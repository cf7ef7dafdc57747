package dev.sojourn.rig.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The observer on servers whose faults are known. */
class AcceptanceObserverIT {

  private static final Duration KEEPS = Duration.ofMillis(400);
  private static final String TOKEN = "t";

  private final ServerJvm exact = start("A", Map.of());
  private List<ServerJvm> servers = List.of(exact);

  @AfterEach
  void end() {
    servers.forEach(ServerJvm::close);
  }

  @Test
  void itFindsTheServerThatAcceptsLongest() {
    with(start("B", Map.of("keeps", KEEPS.toString())));
    try (AcceptanceObserver observer = AcceptanceObserver.of(servers)) {
      revoke(observer);
      observer.awaitRefused(TOKEN);
      assertThat(observer.longestAcceptance()).isBetween(KEEPS.dividedBy(2), KEEPS);
      assertThat(observer.untilRefused(TOKEN)).isGreaterThan(observer.longestAcceptance());
      assertThat(observer.untilRefused()).containsExactly(observer.untilRefused(TOKEN));
    }
  }

  @Test
  void whatWasUnderWayAtTheAcknowledgementIsNoAcceptanceAfterItButALateAnswer() {
    with(start("B", Map.of("waits", KEEPS.toString())));
    try (AcceptanceObserver observer = AcceptanceObserver.of(servers)) {
      revoke(observer);
      observer.awaitRefused(TOKEN);
      assertThat(observer.longestAcceptance()).isZero();
      assertThat(observer.latestAnswer()).isPositive();
    }
  }

  @Test
  void whatIsSeenBeforeTheRevocationIsToldCountsToo() {
    try (AcceptanceObserver observer = AcceptanceObserver.of(servers)) {
      long early = System.nanoTime();
      observer.watch(TOKEN);
      observer.awaitAccepted(TOKEN);
      observer.forget(TOKEN);
      observer.revoked(TOKEN, early);
      assertThat(observer.longestAcceptance(TOKEN)).isPositive();
    }
  }

  @Test
  void aServerThatAcceptsAgainAfterARefusalIsFound() {
    with(start("B", Map.of("keeps", KEEPS.toString())));
    try (AcceptanceObserver observer = AcceptanceObserver.of(servers)) {
      revoke(observer);
      observer.awaitRefused(TOKEN);
      Duration once = observer.longestAcceptance();
      servers.get(1).ask("REVOKE " + TOKEN);
      await().until(() -> observer.longestAcceptance().compareTo(once) > 0);
    }
  }

  @Test
  void aFrozenServerGoesOnWhereItWas() {
    try (AcceptanceObserver observer = AcceptanceObserver.of(servers)) {
      observer.watch(TOKEN);
      observer.awaitAccepted(TOKEN);
      exact.freeze();
      long asked = observer.questions();
      await().during(KEEPS).until(() -> observer.questions() <= asked + 1);
      exact.thaw();
      await().until(() -> observer.questions() > asked + 1);
      assertThat(observer.failures()).isEmpty();
    }
  }

  @Test
  void aServerThatDiesOrFailsIsNamed() {
    try (AcceptanceObserver observer = AcceptanceObserver.of(servers)) {
      observer.watch(TOKEN);
      observer.awaitAccepted(TOKEN);
      assertThat(ProcessHandle.of(exact.pid())).isPresent();
      exact.kill();
      await()
          .untilAsserted(
              () -> assertThat(observer.failures()).containsKey("A: the connection broke"));
      assertThat(ProcessHandle.of(exact.pid())).isEmpty();
    }
  }

  @Test
  void aMainClassThatFailsIsTold() {
    assertThatThrownBy(() -> start("B", Map.of("keeps", "for ever")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("B does not start");
  }

  private void revoke(AcceptanceObserver observer) {
    observer.watch(TOKEN);
    observer.awaitAccepted(TOKEN);
    servers.forEach(server -> assertThat(server.ask("REVOKE " + TOKEN)).isEqualTo("ENDED 1"));
    observer.revoked(TOKEN, System.nanoTime());
  }

  private void with(ServerJvm other) {
    servers = List.of(exact, other);
  }

  private static ServerJvm start(String name, Map<String, String> settings) {
    return ServerJvm.start(name, LingeringServer.class, settings);
  }
}
