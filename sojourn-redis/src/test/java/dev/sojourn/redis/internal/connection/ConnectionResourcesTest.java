package dev.sojourn.redis.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.HashedWheelTimer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that lose their connections at the same moment do not reconnect at the same moment. */
class ConnectionResourcesTest {

  private static final int SERVERS = 1_000;
  private static final int LATER = 10;

  private final HashedWheelTimer timer = new HashedWheelTimer();
  private final ClientResources resources =
      ConnectionResources.of(
          null,
          timer,
          Duration.ofSeconds(1),
          DefaultAddressResolverGroup.INSTANCE,
          new OpenChannels(OpenChannels.Peer.SERVER));

  @AfterEach
  void end() {
    resources.shutdown().awaitUninterruptibly();
    timer.stop();
  }

  @Test
  void noReconnectWaitsForMoreThanASecond() {
    assertThat(IntStream.range(1, 100).boxed().flatMap(attempt -> delays(attempt).boxed()))
        .allMatch(millis -> millis >= 0 && millis <= 1_000);
  }

  /** First attempts are not spread out. */
  @Test
  void theFirstReconnectsAreSoon() {
    assertThat(delays(1)).allMatch(millis -> millis <= 40);
  }

  /** Lettuce waits at least half of the maximum delay; each tenth of the rest gets its share. */
  @Test
  void laterReconnectsAreSpreadOverHalfASecond() {
    long[] tenths = new long[10];
    delays(LATER).forEach(millis -> tenths[(int) Math.min(9, (millis - 500) / 50)]++);
    assertThat(Arrays.stream(tenths)).allMatch(servers -> servers > SERVERS / 20);
  }

  private LongStream delays(int attempt) {
    List<Delay> delays =
        IntStream.range(0, SERVERS).mapToObj(n -> resources.reconnectDelay()).toList();
    return delays.stream().mapToLong(delay -> delay.createDelay(attempt).toMillis());
  }
}
