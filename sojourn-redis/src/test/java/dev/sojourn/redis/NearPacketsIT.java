package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.NewSession;
import dev.sojourn.Opened;
import dev.sojourn.Sessions;
import dev.sojourn.testkit.InNamespace;
import dev.sojourn.testkit.NetworkNamespace;
import dev.sojourn.testkit.RespClient;
import dev.sojourn.testkit.ServerKind;
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
    try (NetworkNamespace far = NetworkNamespace.start(ServerKind.REDIS_7_0_EMBEDDED)) {
      AllScripts.teach(far.server());
      RedisSettings settings = RedisSettings.of(far.server().userUri());
      try (RedisSessions near = RedisSessions.connect(settings.withNearCache());
          RedisSessions beside = RedisSessions.connect(settings)) {
        new Story(far, near, beside.sessions()).run();
      }
    }
  }

  private record Story(NetworkNamespace far, RedisSessions near, Sessions beside) {

    void run() {
      Opened ada = kept("ada");
      Opened ben = kept("ben");
      far.dropAllBut(portsOfAllButTheWire());
      beside.revoke(ada.session().id(), EndReason.LOGOUT);
      Duration longest = longestAcceptance(ada, ben);
      assertThat(longest).isLessThanOrEqualTo(LEASE);
      assertThat(near.near().wires().leased()).isZero();
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
    private Duration longestAcceptance(Opened ended, Opened live) {
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

    private Opened kept(String user) {
      Opened opened = beside.create(NewSession.of(user)).orElseThrow();
      keep(opened);
      return opened;
    }

    private void keep(Opened opened) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                long hits = near.near().counted().hits();
                return accepts(opened) && near.near().counted().hits() > hits;
              });
    }

    private boolean accepts(Opened opened) {
      return near.sessions().access(opened.token()).isPresent();
    }

    private static Duration since(long nanos) {
      return Duration.ofNanos(System.nanoTime() - nanos);
    }
  }
}
