package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionToken;
import dev.sojourn.redis.rig.FleetServer;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.FaultProxy;
import dev.sojourn.rig.fault.LinkKind;
import dev.sojourn.rig.fleet.AcceptanceObserver;
import dev.sojourn.rig.fleet.ServerJvm;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Eight server processes: a session that one of them revokes, none of them accepts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetServerIT {

  private static final List<String> NAMES = List.of("A", "B", "C", "D", "E", "F", "G", "H");

  private final RedisServer server = SharedServers.fresh(ServerKind.any());
  private final FaultProxy proxy = FaultProxy.before(server);
  private final List<ServerJvm> fleet =
      FleetServer.start(NAMES, Map.of("uri", proxy.userUri(), "layout", "STRING"));

  @AfterAll
  void end() {
    fleet.forEach(ServerJvm::close);
    proxy.close();
  }

  @Test
  void whatOneOfThemEndsNoneOfThemAccepts() {
    try (AcceptanceObserver observer = AcceptanceObserver.of(fleet)) {
      String one = created("grace");
      String other = created("grace");
      List.of(one, other).forEach(observer::watch);
      List.of(one, other).forEach(observer::awaitAccepted);

      assertThat(fleet.get(1).ask("REVOKE " + id(one))).isEqualTo("ENDED 1");
      observer.revoked(one, System.nanoTime());
      assertThat(fleet.get(2).ask("REVOKE_ALL grace")).isEqualTo("ENDED 1");
      observer.revoked(other, System.nanoTime());

      List.of(one, other).forEach(observer::awaitRefused);
      assertThat(observer.longestAcceptance()).as("every access asks Redis").isZero();
      assertThat(observer.failures()).isEmpty();
    }
  }

  @Test
  void aServerThatWasSuspendedRefusesWhenItResumes() {
    ServerJvm frozen = fleet.get(3);
    String token = created("ada");
    assertThat(frozen.ask("PEEK " + token)).isEqualTo("YES " + id(token));
    frozen.freeze();
    assertThat(fleet.get(0).ask("REVOKE " + id(token))).isEqualTo("ENDED 1");
    frozen.thaw();
    assertThat(frozen.ask("PEEK " + token)).isEqualTo("NO");
    assertThat(frozen.ask("STATS")).matches("questions=\\d+ hits=\\d+ threads=\\d+ heap=\\d+");
  }

  @Test
  void anOutageOfRedisIsAnErrorAndNoRefusal() {
    try (AcceptanceObserver observer = AcceptanceObserver.of(fleet)) {
      String token = created("ada");
      observer.watch(token);
      observer.awaitAccepted(token);
      proxy.fault(LinkKind.DATA, new Fault.Cut());
      await()
          .untilAsserted(
              () ->
                  assertThat(NAMES)
                      .allSatisfy(
                          name ->
                              assertThat(observer.failures().keySet())
                                  .anyMatch(failure -> failure.startsWith(name + ": ERROR "))));
      proxy.clear();
      await()
          .until(
              () -> fleet.stream().allMatch(each -> each.ask("ACCESS " + token).startsWith("YES")));
    }
  }

  private String created(String user) {
    return fleet.get(0).ask("CREATE " + user).substring("YES ".length());
  }

  private static String id(String token) {
    return SessionToken.parse(token).orElseThrow().id().value();
  }
}
