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

/** How a sample of sessions is taken. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onOneServer")
final class KeySamplingIT extends OnRedis {

  /** What is asked for first. */
  private static final int PIECE = 16;

  private static final Duration SLOW = Duration.ofMillis(20);

  private final RedisConnection connection =
      new Connections(Duration.ofSeconds(5), 1_000, Duration.ofSeconds(2))
          .open(setup.migrateSettings(setup.layout()).uri(), null)
          .toCompletableFuture()
          .join();
  private final KeySampling keySampling = new KeySampling(connection, keys);
  private final List<Long> begun = Collections.synchronizedList(new ArrayList<>());

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

    List<String> found = keySampling.sessions(12, count -> {});

    assertThat(found).hasSize(12).doesNotHaveDuplicates().allMatch(redis::holds);
    assertThat(found.stream().map(redis::serverOf).distinct()).hasSameSizeAs(redis.servers());
  }

  /** A piece at a time, and Redis is left to others for as long as it took. */
  @Test
  void whatIsAskedAboutManyComesAtItsPace() {
    List<String> many = IntStream.range(0, 3 * PIECE).mapToObj(Integer::toString).toList();

    assertThat(keySampling.each(many, this::slowly)).isEqualTo(many);

    assertThat(begun.get(PIECE) - begun.get(0)).isGreaterThanOrEqualTo(2 * SLOW.toNanos());
  }

  private CompletionStage<String> slowly(String key) {
    begun.add(System.nanoTime());
    return CompletableFuture.supplyAsync(
        () -> key, CompletableFuture.delayedExecutor(SLOW.toMillis(), TimeUnit.MILLISECONDS));
  }
}
