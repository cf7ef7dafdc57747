package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Issued;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The near cache on a busy, healthy Redis. Independent of the kind of server. */
class NearBusyIT {

  private static final Duration LONG =
      Rounds.isFull() ? Duration.ofMinutes(10) : NearCacheSettings.DEFAULT.lease().multipliedBy(2);

  private final NearRig rig = NearRig.on(SharedServers.fresh(ServerKind.any()));

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void onABusyRedisTheLeaseAlwaysHolds() {
    Issued ada = rig.cached("ada");
    long hits = rig.hits();
    long misses = rig.state().misses();
    long start = System.nanoTime();
    for (long since = 0; since < LONG.toNanos(); since = System.nanoTime() - start) {
      assertThat(rig.accepts(ada.token())).isTrue();
      rig.beside().peek(ada.token()); // paces the accesses
    }
    long served = rig.hits() - hits;
    long accesses = served + rig.state().misses() - misses;
    System.out.printf(
        "figure: hit rate on a busy Redis, %d s, %d accesses: %.6f%n",
        LONG.toSeconds(), accesses, (double) served / accesses);
    assertThat((double) served / accesses).isGreaterThanOrEqualTo(0.999);
  }
}
