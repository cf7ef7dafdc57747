package dev.sojourn.testkit;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs tasks at the same moment, each on a thread of its own. */
public final class Concurrently {

  private static final int TIMEOUT_SECONDS = 300;

  private Concurrently() {}

  /** Runs two tasks and returns their results in order. */
  public static <T> List<T> both(Supplier<? extends T> one, Supplier<? extends T> other) {
    return many(2, number -> number == 0 ? one.get() : other.get());
  }

  /** Runs a task on each thread and returns the results by the thread's number. */
  public static <T> List<T> many(int threads, IntFunction<T> task) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<T>> results =
          IntStream.range(0, threads)
              .mapToObj(number -> pool.submit(after(start, () -> task.apply(number))))
              .toList();
      return results.stream().map(Concurrently::result).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> Callable<T> after(CyclicBarrier start, Callable<T> task) {
    return () -> {
      start.await();
      return task.call();
    };
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("a thread did not end", e);
    }
  }
}
