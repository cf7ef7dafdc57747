package dev.sojourn.redis.internal.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Random pauses before retries, so that clients that collided once do not collide again. A pause is
 * anything from nothing up to a bound, which grows with each attempt ("full jitter").
 *
 * @param first the bound after the first attempt
 * @param factor what the bound is multiplied by after each further attempt
 * @param most the highest bound
 */
public record Backoff(Duration first, int factor, Duration most) {

  /** No pause. */
  public static final Backoff NONE = constant(Duration.ZERO);

  /** Pauses that have the same bound each time. */
  public static Backoff constant(Duration bound) {
    return new Backoff(bound, 1, bound);
  }

  /** The pause after that attempt, counted from 1. */
  Duration after(int attempt) {
    long bound = first.toMillis();
    for (int i = 1; i < attempt && bound < most.toMillis(); i++) {
      bound *= factor;
      if (factor == 1) {
        break;
      }
    }
    bound = Math.min(bound, most.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
  }
}
