package dev.sojourn.redis.internal.operation;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.retry.TaskScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A share of the request queue, for operations that send many commands at once: together they have
 * no more commands unanswered than this, so that they leave room for everything else. Whoever finds
 * no room waits its turn, for a while. Thread-safe.
 */
final class CommandBudget {

  private final TaskScheduler scheduler;
  private final Duration patience;
  private final int most;
  private final Queue<Waiter> waiters = new ArrayDeque<>();
  private final AtomicInteger drains = new AtomicInteger();
  private int free;

  private record Waiter(int commands, CompletableFuture<Void> turn) {}

  /**
   * A budget.
   *
   * @param most how many commands
   * @param patience how long an operation waits for its turn
   */
  CommandBudget(int most, Duration patience, TaskScheduler scheduler) {
    this.scheduler = scheduler;
    this.patience = patience;
    this.most = most;
    this.free = most;
  }

  /** The most commands that one task may send. */
  int most() {
    return most;
  }

  /**
   * Runs a task that sends that many commands, at most {@link #most()}, as soon as there is room
   * for them.
   */
  <T> CompletionStage<T> run(int commands, Supplier<CompletionStage<T>> task) {
    Waiter waiter = new Waiter(commands, new CompletableFuture<>());
    synchronized (waiters) {
      waiters.add(waiter);
    }
    drain();
    if (!waiter.turn().isDone()) {
      scheduler
          .pause(patience)
          .whenComplete(
              (passed, closed) ->
                  waiter.turn().completeExceptionally(closed == null ? tooMany() : closed));
    }
    return waiter
        .turn()
        .thenCompose(
            turn -> task.get().whenComplete((done, failure) -> release(waiter.commands())));
  }

  private void release(int commands) {
    synchronized (waiters) {
      free += commands;
    }
    drain();
  }

  /** Gives turns. One thread at a time, in a loop: a task may end at once and release its room. */
  private void drain() {
    if (drains.getAndIncrement() != 0) {
      return;
    }
    do {
      for (Waiter next = next(); next != null; next = next()) {
        if (!next.turn().complete(null)) {
          synchronized (waiters) {
            free += next.commands();
          }
        }
      }
    } while (drains.decrementAndGet() != 0);
  }

  private @Nullable Waiter next() {
    synchronized (waiters) {
      Waiter first = waiters.peek();
      if (first == null || first.commands() > free) {
        return null;
      }
      free -= first.commands();
      return waiters.poll();
    }
  }

  private static StoreUnavailable tooMany() {
    return new StoreUnavailable("too many long lists of sessions are read at once", null);
  }
}
