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

/** A near cache on a Redis that is busy and well; what the server is makes no difference. */
class NearBusyIT {

  private static final Duration LONG =
      Rounds.isFull() ? Duration.ofMinutes(10) : NearCacheSettings.DEFAULT.lease().multipliedBy(2);

  private final NearRig rig = NearRig.on(SharedServers.fresh(ServerKind.any()));

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void aBusyRedisIsProvedWellAllTheTime() {
    Issued ada = rig.kept("ada");
    long hits = rig.hits();
    long misses = rig.counted().misses();
    long begun = System.nanoTime();
    for (long since = 0; since < LONG.toNanos(); since = System.nanoTime() - begun) {
      assertThat(rig.accepts(ada.token())).isTrue();
      rig.beside().peek(ada.token()); // so that accesses follow the time
    }
    long answered = rig.hits() - hits;
    long asked = answered + rig.counted().misses() - misses;
    System.out.printf(
        "figure: hit rate on a busy Redis, %d s, %d accesses: %.6f%n",
        LONG.toSeconds(), asked, (double) answered / asked);
    assertThat((double) answered / asked).isGreaterThanOrEqualTo(0.999);
  }
}
