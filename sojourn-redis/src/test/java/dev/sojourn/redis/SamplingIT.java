package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.care.Sampling;
import dev.sojourn.redis.wire.Connections;
import dev.sojourn.redis.wire.Wire;
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
@MethodSource("dev.sojourn.redis.Setups#onOneServer")
final class SamplingIT extends OnRedis {

  /** What is asked for first. */
  private static final int PIECE = 16;

  private static final Duration SLOW = Duration.ofMillis(20);

  private final Wire wire =
      new Connections(Duration.ofSeconds(5), 1_000, Duration.ofSeconds(2))
          .open(setup.migrateSettings(setup.layout()).uri(), null)
          .toCompletableFuture()
          .join();
  private final Sampling sampling = new Sampling(wire, keys);
  private final List<Long> begun = Collections.synchronizedList(new ArrayList<>());

  SamplingIT(Setup setup) {
    super(setup);
  }

  @AfterEach
  void end() {
    wire.close();
  }

  @Test
  void everyPrimaryHasItsShare() {
    IntStream.range(0, 60).forEach(n -> logIn("user" + n));

    List<String> found = sampling.sessions(12, count -> {});

    assertThat(found).hasSize(12).doesNotHaveDuplicates().allMatch(redis::holds);
    assertThat(found.stream().map(redis::serverOf).distinct()).hasSameSizeAs(redis.servers());
  }

  /** A piece at a time, and Redis is left to others for as long as it took. */
  @Test
  void whatIsAskedAboutManyComesAtItsPace() {
    List<String> many = IntStream.range(0, 3 * PIECE).mapToObj(Integer::toString).toList();

    assertThat(sampling.each(many, this::slowly)).isEqualTo(many);

    assertThat(begun.get(PIECE) - begun.get(0)).isGreaterThanOrEqualTo(2 * SLOW.toNanos());
  }

  private CompletionStage<String> slowly(String key) {
    begun.add(System.nanoTime());
    return CompletableFuture.supplyAsync(
        () -> key, CompletableFuture.delayedExecutor(SLOW.toMillis(), TimeUnit.MILLISECONDS));
  }
}
