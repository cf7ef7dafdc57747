package dev.sojourn.redis.internal.operation;

import dev.sojourn.redis.internal.connection.TaskScheduler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Random pauses before retries, so that clients that collided once do not collide again. */
public final class Backoff {

  private static final int LONGEST_EXPONENT = 6;

  private final TaskScheduler scheduler;

  public Backoff(TaskScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Runs the task after a random pause of up to 2^tries milliseconds, at most 64. */
  public <T> CompletionStage<T> before(int tries, Supplier<CompletionStage<T>> task) {
    int mostMillis = 1 << Math.min(tries, LONGEST_EXPONENT);
    return scheduler.delayed(
        Duration.ofMillis(ThreadLocalRandom.current().nextInt(mostMillis + 1)), task);
  }
}
