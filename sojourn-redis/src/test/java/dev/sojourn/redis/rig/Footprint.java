package dev.sojourn.redis.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The number of threads of this JVM and its memory in use. */
public record Footprint(int threads, long bytes) {

  private static final long MOST_MORE_BYTES = 48L << 20;
  private static final int MOST_MORE_THREADS = 8;

  public static Footprint now() {
    System.gc();
    return new Footprint(
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  /** Waits until it is about the same again. */
  public void assertKept() {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              Footprint now = now();
              assertThat(now.bytes).as("bytes").isLessThan(bytes + MOST_MORE_BYTES);
              assertThat(now.threads).as("threads").isLessThan(threads + MOST_MORE_THREADS);
            });
  }
}
