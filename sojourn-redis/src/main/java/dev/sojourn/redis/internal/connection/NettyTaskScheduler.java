package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.retry.TaskScheduler;
import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Pauses on Netty's executors. An executor that is shut down forgets its tasks, so closing fails
 * every pause that has not ended. Thread-safe.
 */
final class NettyTaskScheduler implements TaskScheduler {

  private final EventExecutorGroup executor;
  private final Set<CompletableFuture<Void>> pauses = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  NettyTaskScheduler(EventExecutorGroup executor) {
    this.executor = executor;
  }

  @Override
  public CompletionStage<Void> pause(Duration delay) {
    CompletableFuture<Void> pause = new CompletableFuture<>();
    pauses.add(pause); // before the look at closed, so that closing misses none
    pause.whenComplete((done, failure) -> pauses.remove(pause));
    if (closed) {
      fail(pause);
    } else {
      begin(pause, delay);
    }
    return pause;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // completes the pause
  private void begin(CompletableFuture<Void> pause, Duration delay) {
    try {
      executor.schedule(() -> pause.complete(null), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      fail(pause);
    }
  }

  /** Fails all pauses, and those that begin later. */
  void close() {
    closed = true;
    pauses.forEach(NettyTaskScheduler::fail);
  }

  private static void fail(CompletableFuture<Void> pause) {
    pause.completeExceptionally(RedisErrors.closed());
  }
}
