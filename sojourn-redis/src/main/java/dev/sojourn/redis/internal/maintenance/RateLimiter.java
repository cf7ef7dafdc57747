package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.RedisErrors;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The throttle of a job: runs its batches one after the other on the job's thread, with pauses that
 * leave Redis to other clients ({@link AdaptiveRate}), until the time limit is reached or the job
 * is closed.
 */
final class RateLimiter {

  private final AdaptiveRate rate = new AdaptiveRate();
  private final CountDownLatch closing;
  private final long deadline;
  private final Runnable beforeBatch;

  /**
   * A throttle.
   *
   * @param timeLimit how long the job may take
   * @param closing reaches zero when the job has to stop
   * @param beforeBatch runs before each batch
   */
  RateLimiter(Duration timeLimit, CountDownLatch closing, Runnable beforeBatch) {
    this.deadline = System.nanoTime() + timeLimit.toNanos();
    this.closing = closing;
    this.beforeBatch = beforeBatch;
  }

  /** How many keys the next batch may have. */
  int batchSize() {
    return rate.batchSize();
  }

  /**
   * Pauses, then runs a batch and waits for its result.
   *
   * @throws JobStopped when the job has to stop
   * @throws dev.sojourn.StoreUnavailable when Redis does not answer
   */
  <T> T run(Supplier<CompletionStage<T>> batch) {
    pause(rate.pause());
    beforeBatch.run();
    return timed(batch, rate::onBatch);
  }

  /** Sends a small command, to measure how quickly Redis answers. */
  <T> void ping(Supplier<CompletionStage<T>> command) {
    timed(command, rate::onPing);
  }

  /** Waits for a result. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw RedisErrors.translated(e);
    }
  }

  /**
   * Waits that long.
   *
   * @throws JobStopped when the job has to stop
   */
  void pause(Duration pause) {
    try {
      if (closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw JobStopped.resumable("its server was shut down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JobStopped.resumable("its thread was interrupted");
    }
    if (System.nanoTime() - deadline > 0) {
      throw JobStopped.resumable("time limit reached");
    }
  }

  private static <T> T timed(Supplier<CompletionStage<T>> command, Consumer<Duration> recorder) {
    long start = System.nanoTime();
    T result = await(command.get());
    recorder.accept(Duration.ofNanos(System.nanoTime() - start));
    return result;
  }
}
