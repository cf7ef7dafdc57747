package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Sessions;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.AllScripts;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.InNamespace;
import dev.sojourn.rig.server.NetworkNamespace;
import dev.sojourn.rig.server.ServerKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The packets of the connection for messages are really lost, and of whatever connects in its place
 * (law 5, FT2): the kernel drops them, TCP sends them again, nobody closes anything.
 */
class NearPacketsIT {

  private static final Duration LEASE = NearCacheSettings.DEFAULT.lease();

  /** 2 s, and what a machine that does other things adds. */
  private static final Duration WELL_AGAIN = Duration.ofMillis(2_500);

  @TestFactory
  DynamicTest theWiresPacketsAreReallyLost() {
    return InNamespace.test("lost, then found", NearPacketsIT::lost);
  }

  private static void lost() {
    try (NetworkNamespace far = NetworkNamespace.start(ServerKind.any())) {
      AllScripts.teach(far.server());
      RedisSettings settings = RedisSettings.of(far.server().userUri());
      try (RedisSessions near = RedisSessions.connect(settings.withNearCache());
          RedisSessions beside = RedisSessions.connect(settings)) {
        new Scenario(far, near, beside.sessions()).run();
      }
    }
  }

  private record Scenario(NetworkNamespace far, RedisSessions near, Sessions beside) {

    void run() {
      Issued ada = kept("ada");
      Issued ben = kept("ben");
      far.dropAllBut(portsOfAllButTheWire());
      beside.revoke(ada.session().id(), EndReason.LOGOUT);
      Duration longest = longestAcceptance(ada, ben);
      assertThat(longest).isLessThanOrEqualTo(LEASE);
      assertThat(near.nearCacheState().leased()).isZero();
      far.pass();
      long healed = System.nanoTime();
      keep(ben);
      Duration again = since(healed);
      assertThat(again).isLessThan(WELL_AGAIN);
      assertThat(accepts(ada)).isFalse();
      System.out.printf(
          "figure: packets of the wire lost: longest acceptance %d ms; hits again after %d ms%n",
          longest.toMillis(), again.toMillis());
    }

    /** Every question about the one who is logged in is answered, with a yes. */
    private Duration longestAcceptance(Issued ended, Issued live) {
      long acknowledged = System.nanoTime();
      Duration longest = Duration.ZERO;
      while (since(acknowledged).compareTo(LEASE.multipliedBy(2)) < 0) {
        Duration asked = since(acknowledged);
        longest = accepts(ended) ? asked : longest;
        assertThat(accepts(live)).isTrue();
      }
      return longest;
    }

    /** The other connections are well: accesses go over them. */
    private List<Integer> portsOfAllButTheWire() {
      try (RespClient admin = far.server().connect()) {
        return admin
            .text("CLIENT", "LIST")
            .lines()
            .filter(client -> client.contains(" sub=0 "))
            .map(client -> Integer.parseInt(client.replaceFirst("^.* addr=[^ ]*:(\\d+) .*$", "$1")))
            .toList();
      }
    }

    private Issued kept(String user) {
      Issued issued = beside.create(NewSession.of(user)).orElseThrow();
      keep(issued);
      return issued;
    }

    private void keep(Issued issued) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                long hits = near.nearCacheState().hits();
                return accepts(issued) && near.nearCacheState().hits() > hits;
              });
    }

    private boolean accepts(Issued issued) {
      return near.sessions().access(issued.token()).isPresent();
    }

    private static Duration since(long nanos) {
      return Duration.ofNanos(System.nanoTime() - nanos);
    }
  }
}
