package dev.sojourn.redis;

import dev.sojourn.redis.wire.Wire;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Random pauses between tries, so that those who collided once do not collide again. */
final class Pauses {

  private static final int LONGEST_EXPONENT = 6;

  private final Wire wire;

  Pauses(Wire wire) {
    this.wire = wire;
  }

  /** Runs the task after up to 2^tries milliseconds, at most 64. */
  <T> CompletionStage<T> before(int tries, Supplier<CompletionStage<T>> task) {
    int most = 1 << Math.min(tries, LONGEST_EXPONENT);
    return wire.delayed(Duration.ofMillis(ThreadLocalRandom.current().nextInt(most + 1)), task);
  }
}
