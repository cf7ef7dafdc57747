package dev.sojourn.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Threads that repeat an operation, each waiting for its own result. If one fails, there is no
 * result, because the rate would mean nothing.
 */
final class Threads {

  static final int COUNT = 16;

  private Threads() {}

  /** Runs for the given time; returns operations per second. */
  static double rate(Duration time, Supplier<?> operation) {
    return rate(time, COUNT, operation);
  }

  /** Runs on the given number of threads; returns operations per second. */
  static double rate(Duration time, int count, Supplier<?> operation) {
    LongAdder done = new LongAdder();
    LongAdder failed = new LongAdder();
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(() -> repeat(operation, end, done));
      thread.setUncaughtExceptionHandler((dead, failure) -> report(failure, failed));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    threads.forEach(Threads::join);
    if (failed.sum() > 0) {
      throw new IllegalStateException(failed.sum() + " threads failed, see above");
    }
    return done.sum() * 1e9 / (System.nanoTime() - begin);
  }

  private static void repeat(Supplier<?> operation, long end, LongAdder done) {
    while (System.nanoTime() - end < 0) {
      Objects.requireNonNull(operation.get());
      done.increment();
    }
  }

  private static void report(Throwable failure, LongAdder failed) {
    System.err.println(failure);
    failed.increment();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
