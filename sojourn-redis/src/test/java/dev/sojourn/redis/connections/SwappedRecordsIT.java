package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Written;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.redis.rig.Setups;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that somebody swapped by hand cost their own sessions and nobody else: a second
 * connection confirms that Redis holds them, so no connection is closed (rule 29).
 */
@ParameterizedClass(name = "{0}, near cache {1}")
@MethodSource("setups")
class SwappedRecordsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int SWAPPED = 1_100;

  private final FaultRig rig;
  private final List<Issued> swapped;
  private final Issued ada;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean over;

  SwappedRecordsIT(Setup setup, boolean nearCache) {
    rig =
        FaultRig.on(
            SharedServers.fresh(setup.kind()),
            settings ->
                (nearCache ? settings.withNearCache() : settings)
                    .withLayout(setup.layout())
                    .withKeyspace(setup.keyspace())
                    .withCommandTimeout(TIMEOUT));
    ada = rig.login("ada");
    swapped = IntStream.range(0, SWAPPED).mapToObj(n -> rig.login("user " + n)).toList();
    swap();
  }

  static Stream<Arguments> setups() {
    return Setups.onOneStandalone()
        .filter(setup -> setup.keyspace() == KeyspaceName.PLAIN)
        .flatMap(setup -> Stream.of(false, true).map(near -> Arguments.of(setup, near)));
  }

  @AfterEach
  void end() {
    over = true;
    rig.close();
  }

  @Test
  void nobodyElseIsCutOff() {
    int connections = rig.proxy().accepted();
    CompletableFuture<Void> others = CompletableFuture.runAsync(this::useUntilOver);
    for (int round = 0; round < 2; round++) {
      assertThat(swapped).allMatch(one -> rig.through().access(one.token()).isEmpty());
    }
    over = true;
    assertThat(others).succeedsWithin(TIMEOUT.multipliedBy(2));
    assertThat(calls.get()).isPositive();
    assertThat(rig.connectionThrough().misroutedReplies()).isZero();
    assertThat(rig.connectionThrough().nearCacheState().misroutedReplies()).isZero();
    assertThat(rig.proxy().accepted() - connections).as("the one that judges").isLessThan(2);
  }

  @Test
  void otherVerbsOnASwappedRecordCostNobodyElse() {
    CompletableFuture<Void> others = CompletableFuture.runAsync(this::useUntilOver);
    for (Issued one : swapped.subList(0, 100)) {
      isAnswered(() -> rig.through().change(one.session().id(), all -> all.set("a", 1)));
      isAnswered(() -> rig.through().rotate(one.token()));
      assertThat(isAnswered(() -> rig.through().rotate(one.token()))).as("judged by now").isTrue();
      isAnswered(() -> rig.through().revoke(one.session().id(), EndReason.REVOKED));
    }
    over = true;
    assertThat(others).succeedsWithin(TIMEOUT.multipliedBy(2));
    assertThat(rig.connectionThrough().misroutedReplies()).isZero();
  }

  /** Whether it is: beside a reply in doubt, a script's outcome is unknown. */
  private static boolean isAnswered(Runnable call) {
    try {
      call.run();
      return true;
    } catch (StoreUnavailable e) {
      return false;
    }
  }

  /** Fails if any call fails. */
  private void useUntilOver() {
    while (!over) {
      assertThat(rig.through().access(ada.token())).isPresent();
      assertThat(rig.through().change(ada.session().id(), all -> all.set("n", 1)))
          .isInstanceOf(Written.class);
      calls.incrementAndGet();
    }
  }

  /** Each record takes the place of its neighbour's. */
  private void swap() {
    try (RespClient admin = rig.server().connect()) {
      for (int n = 0; n < SWAPPED; n += 2) {
        String one = Keys.of(swapped.get(n).session().id());
        String other = Keys.of(swapped.get(n + 1).session().id());
        admin.call("RENAME", one, "swap");
        admin.call("RENAME", other, one);
        admin.call("RENAME", "swap", other);
      }
    }
  }
}
