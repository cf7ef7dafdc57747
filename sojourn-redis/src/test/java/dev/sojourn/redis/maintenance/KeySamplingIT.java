package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.internal.connection.Connections;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.maintenance.KeySampling;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sampling sessions: an equal share of each primary, throttled. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onOneServer")
final class KeySamplingIT extends OnRedis {

  /** The size of the first batch. */
  private static final int BATCH = 16;

  private static final Duration SLOW = Duration.ofMillis(20);

  private final RedisConnection connection =
      new Connections(Duration.ofSeconds(5), 1_000, Duration.ofSeconds(2))
          .open(setup.migrateSettings(setup.layout()).uri(), null)
          .toCompletableFuture()
          .join();
  private final KeySampling sampling = new KeySampling(connection, keys);
  private final List<Long> started = Collections.synchronizedList(new ArrayList<>());

  KeySamplingIT(Setup setup) {
    super(setup);
  }

  @AfterEach
  void end() {
    connection.close();
  }

  @Test
  void everyPrimaryHasItsShare() {
    IntStream.range(0, 60).forEach(n -> logIn("user" + n));

    List<String> found = sampling.sessions(12, count -> {});

    assertThat(found).hasSize(12).doesNotHaveDuplicates().allMatch(redis::holds);
    assertThat(found.stream().map(redis::serverOf).distinct()).hasSameSizeAs(redis.servers());
  }

  /** Queries run in batches, with a pause as long as the last batch took. */
  @Test
  void whatIsAskedAboutManyComesAtItsPace() {
    List<String> many = IntStream.range(0, 3 * BATCH).mapToObj(Integer::toString).toList();

    assertThat(sampling.each(many, this::slowly)).isEqualTo(many);

    assertThat(started.get(BATCH) - started.get(0)).isGreaterThanOrEqualTo(2 * SLOW.toNanos());
  }

  private CompletionStage<String> slowly(String key) {
    started.add(System.nanoTime());
    return CompletableFuture.supplyAsync(
        () -> key, CompletableFuture.delayedExecutor(SLOW.toMillis(), TimeUnit.MILLISECONDS));
  }
}
