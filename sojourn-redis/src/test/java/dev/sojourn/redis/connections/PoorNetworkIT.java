package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.nearcache.NearRig;
import dev.sojourn.redis.rig.Load;
import dev.sojourn.redis.rig.Load.Outcome;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.server.InNamespace;
import dev.sojourn.rig.server.NetworkNamespace;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A network with a round trip of 200 ms in which the kernel drops five packets of a hundred (FT35).
 */
class PoorNetworkIT {

  private static final int LOST_PERCENT = 5;
  private static final Fault SLOW = new Fault.Delay(Duration.ofMillis(100));
  private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(300);
  private static final Duration LEASE = NearCacheSettings.DEFAULT.lease();
  private static final Duration HOW_LONG = Duration.ofSeconds(Rounds.isFull() ? 60 : 5);

  /** An access may use the subscribed connection and, after a timeout, the plain one. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  @TestFactory
  DynamicTest aPoorNetworkIsATroubleAndNoLogout() {
    return InNamespace.test("slow and lossy", PoorNetworkIT::poor);
  }

  private static void poor() {
    try (NetworkNamespace far = NetworkNamespace.start(ServerKind.any());
        NearRig rig = NearRig.on(far.server(), PoorNetworkIT::settings)) {
      Issued ada = rig.cached("ada");
      try (Load load = Load.on(rig.here())) {
        long poor = System.nanoTime();
        far.lose(LOST_PERCENT);
        rig.proxy().all(SLOW);
        await().during(HOW_LONG).atMost(HOW_LONG.multipliedBy(2)).until(() -> true);
        rig.revokeBeside(ada);
        assertThat(longestAcceptance(rig, ada, System.nanoTime())).isLessThanOrEqualTo(LEASE);
        assertEveryCallEndedWell(load, poor);
        far.pass();
        rig.proxy().clear();
        assertThat(rig.accepts(ada.token())).isFalse();
        rig.cached("ben");
      }
    }
  }

  private static RedisSettings settings(RedisSettings given) {
    return given.withNearCache(NearCacheSettings.DEFAULT).withCommandTimeout(COMMAND_TIMEOUT);
  }

  private static void assertEveryCallEndedWell(Load load, long poor) {
    var calls = load.within(poor, System.nanoTime());
    assertThat(calls).extracting(Load.Call::outcome).doesNotContain(Outcome.NOT_THERE);
    assertThat(calls).extracting(Load.Call::outcome).doesNotContain(Outcome.FAILED);
    assertThat(calls).extracting(Load.Call::outcome).contains(Outcome.FINE);
    assertThat(calls).extracting(Load.Call::took).allMatch(took -> took.compareTo(LONGEST) < 0);
    System.out.printf(
        "figure: 200 ms, 5 %% lost: %d calls, %d unavailable, p99 %d ms%n",
        calls.size(), load.count(Outcome.UNAVAILABLE), Load.p99(calls).toMillis());
  }

  /** The longest time after the acknowledgement at which an access was accepted. */
  private static Duration longestAcceptance(NearRig rig, Issued ended, long acknowledged) {
    Duration longest = Duration.ZERO;
    for (Duration since = Duration.ZERO;
        since.compareTo(LEASE.multipliedBy(2)) < 0;
        since = Duration.ofNanos(System.nanoTime() - acknowledged)) {
      longest = isAccepted(rig, ended) ? since : longest;
    }
    return longest;
  }

  private static boolean isAccepted(NearRig rig, Issued issued) {
    try {
      return rig.accepts(issued.token());
    } catch (StoreUnavailable e) {
      return false;
    }
  }
}
