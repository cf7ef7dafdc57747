package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionToken;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.rig.FleetServer;
import dev.sojourn.rig.fleet.AcceptanceObserver;
import dev.sojourn.rig.fleet.ServerJvm;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Eight healthy server processes, each with a near cache: how long after the acknowledgement of a
 * logout the last of them still accepts the session (law 5, D1). Prints the figures.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NearFleetIT {

  private static final List<String> NAMES = List.of("A", "B", "C", "D", "E", "F", "G", "H");
  private static final int AT_ONCE = 10;
  private static final Duration LEASE = NearCacheSettings.DEFAULT.lease();

  private final RedisServer server = SharedServers.fresh(ServerKind.any());
  private final List<ServerJvm> fleet =
      FleetServer.start(NAMES, Map.of("uri", server.userUri(), "near", ""));

  @AfterAll
  void end() {
    fleet.forEach(ServerJvm::close);
  }

  @Test
  void whatOneOfThemEndsAllOfThemRefuseWithinMilliseconds() {
    List<Duration> untilRefused = new ArrayList<>();
    List<Duration> accepted = new ArrayList<>();
    for (int round = 0; round < Rounds.of(1_000 / AT_ONCE); round++) {
      try (AcceptanceObserver observer = AcceptanceObserver.of(fleet)) {
        List<String> tokens = warm(observer);
        tokens.forEach(token -> revoke(observer, token));
        tokens.forEach(observer::awaitRefused);
        untilRefused.addAll(observer.untilRefused());
        tokens.forEach(token -> accepted.add(observer.longestAcceptance(token)));
        assertThat(observer.failures()).isEmpty();
      }
    }
    assertThat(accepted).allMatch(longest -> longest.compareTo(LEASE) <= 0);
    assertThat(hits()).isGreaterThan(untilRefused.size());
    print("the last accepted access was sent", accepted);
    print("the last server was seen to refuse", untilRefused);
  }

  private List<String> warm(AcceptanceObserver observer) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      String token = fleet.get(i % fleet.size()).ask("CREATE ada").substring("YES ".length());
      tokens.add(token);
      observer.watch(token);
      observer.awaitAccepted(token);
    }
    return tokens;
  }

  private void revoke(AcceptanceObserver observer, String token) {
    int first = Math.floorMod(token.hashCode(), fleet.size());
    assertThat(fleet.get(first).ask("REVOKE " + id(token))).isEqualTo("ENDED 1");
    observer.revoked(token, System.nanoTime());
  }

  private long hits() {
    return fleet.stream()
        .map(each -> each.ask("STATS"))
        .mapToLong(stats -> Long.parseLong(stats.replaceAll(".*hits=(\\d+).*", "$1")))
        .sum();
  }

  private static String id(String token) {
    return SessionToken.parse(token).orElseThrow().id().value();
  }

  private static void print(String what, List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    System.out.printf(
        "figure: %d logouts on 8 servers, from the acknowledgement until %s: p50 %d µs, p99 %d µs,"
            + " max %d µs%n",
        sorted.size(), what, micros(sorted, 50), micros(sorted, 99), micros(sorted, 100));
  }

  private static long micros(List<Duration> sorted, int percent) {
    return sorted.get((sorted.size() - 1) * percent / 100).toNanos() / 1_000;
  }
}
