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
 * Runs the pieces of a job one after the other on its thread, at a pace that leaves Redis to
 * others, until its time is over or somebody closes it.
 */
final class RateLimiter {

  private final AdaptiveRate rate = new AdaptiveRate();
  private final CountDownLatch closing;
  private final long deadline;
  private final Runnable upkeep;

  /**
   * A pace to work at.
   *
   * @param atMost when the job's time is over
   * @param closing is zero when the job is to stop
   * @param upkeep is done before each piece
   */
  RateLimiter(Duration atMost, CountDownLatch closing, Runnable upkeep) {
    this.deadline = System.nanoTime() + atMost.toNanos();
    this.closing = closing;
    this.upkeep = upkeep;
  }

  /** How many keys the next piece may be about. */
  int size() {
    return rate.size();
  }

  /**
   * Does a piece of work in its turn.
   *
   * @throws JobStopped when the job is to end
   * @throws dev.sojourn.StoreUnavailable when Redis does not answer
   */
  <T> T work(Supplier<CompletionStage<T>> piece) {
    pause(rate.pause());
    upkeep.run();
    return timed(piece, rate::worked);
  }

  /** Asks something small, to learn how quickly Redis answers. */
  <T> void ask(Supplier<CompletionStage<T>> question) {
    timed(question, rate::asked);
  }

  /** Waits for an answer. */
  static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw RedisErrors.translated(e);
    }
  }

  /** Leaves Redis alone for so long. */
  void pause(Duration pause) {
    try {
      if (closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new JobStopped("its server stopped; the next one goes on from there");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobStopped("its thread was interrupted; the next one goes on from there");
    }
    if (System.nanoTime() - deadline > 0) {
      throw new JobStopped("its time was over; the next one goes on from there");
    }
  }

  private static <T> T timed(Supplier<CompletionStage<T>> piece, Consumer<Duration> told) {
    long begun = System.nanoTime();
    T answer = answer(piece.get());
    told.accept(Duration.ofNanos(System.nanoTime() - begun));
    return answer;
  }
}
