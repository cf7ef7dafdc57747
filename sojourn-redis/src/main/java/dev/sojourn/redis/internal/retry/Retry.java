package dev.sojourn.redis.internal.retry;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats an operation until it has an answer, with a pause between two attempts. Ends in any case:
 * no attempt starts after the timeout, nor more than the most attempts, and a pause fails when the
 * client is closed. Immutable and thread-safe.
 */
public final class Retry {

  private final TaskScheduler scheduler;
  private final Backoff backoff;
  private final Duration timeout;
  private final int maxAttempts;

  private Retry(TaskScheduler scheduler, Backoff backoff, Duration timeout, int maxAttempts) {
    this.scheduler = scheduler;
    this.backoff = backoff;
    this.timeout = timeout;
    this.maxAttempts = maxAttempts;
  }

  /** Repeats until the timeout, counted from the start of the first attempt. */
  public static Retry within(Duration timeout, TaskScheduler scheduler, Backoff backoff) {
    return new Retry(scheduler, backoff, timeout, Integer.MAX_VALUE);
  }

  /** Makes at most that many attempts. */
  public static Retry attempts(int most, TaskScheduler scheduler, Backoff backoff) {
    return new Retry(scheduler, backoff, Duration.ofNanos(Long.MAX_VALUE), most);
  }

  /** Makes at most that many attempts, without a pause. */
  public static Retry attempts(int most) {
    return attempts(most, delay -> completedStage(null), Backoff.NONE);
  }

  /** What one attempt led to. */
  public sealed interface Result<T> {

    /** An answer: no further attempt. */
    static <T> Result<T> answer(T value) {
      return new Answered<>(value);
    }

    /** Nothing yet. If no attempt is left, the whole completes with that value. */
    static <T> Result<T> againOr(T value) {
      return new Again<>(completedStage(value));
    }

    /** Nothing yet. If no attempt is left, the whole fails with that reason. */
    static <T> Result<T> againOrFail(Throwable reason) {
      return new Again<>(failedStage(reason));
    }
  }

  private record Answered<T>(T value) implements Result<T> {}

  private record Again<T>(CompletionStage<T> end) implements Result<T> {}

  /**
   * Repeats an operation until its result is an answer; a failure is passed on at once.
   *
   * @param operation is given the number of the attempt, from 1
   */
  public <T> CompletionStage<T> run(IntFunction<CompletionStage<Result<T>>> operation) {
    return run(operation, 1, System.nanoTime());
  }

  /** Repeats an operation for as long as it fails like that; any other failure is passed on. */
  public <T> CompletionStage<T> whileFailing(
      Predicate<Throwable> isTransient, Supplier<CompletionStage<T>> operation) {
    return run(
        attempt ->
            operation
                .get()
                .thenApply(Result::answer)
                .exceptionallyCompose(
                    failure ->
                        isTransient.test(cause(failure))
                            ? completedStage(Result.againOrFail(cause(failure)))
                            : failedStage(cause(failure))));
  }

  private <T> CompletionStage<T> run(
      IntFunction<CompletionStage<Result<T>>> operation, int attempt, long startNanos) {
    return operation
        .apply(attempt)
        .thenCompose(
            result -> {
              if (result instanceof Answered<T> answer) {
                return completedStage(answer.value());
              }
              Duration pause = backoff.after(attempt);
              return isLast(attempt, pause, startNanos)
                  ? ((Again<T>) result).end()
                  : scheduler.delayed(pause, () -> run(operation, attempt + 1, startNanos));
            });
  }

  private boolean isLast(int attempt, Duration pause, long startNanos) {
    long nextNanos = System.nanoTime() - startNanos + pause.toNanos();
    return attempt >= maxAttempts || nextNanos > timeout.toNanos();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
