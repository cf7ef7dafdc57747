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
  private final Set<Pause> pauses = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  NettyTaskScheduler(EventExecutorGroup executor) {
    this.executor = executor;
  }

  /** A pause that has not ended. */
  private static final class Pause {

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    void fail() {
      end.completeExceptionally(RedisErrors.closed());
    }
  }

  @Override
  public CompletionStage<Void> pause(Duration delay) {
    Pause pause = new Pause();
    pauses.add(pause); // before the look at closed, so that closing misses none
    if (closed) {
      pause.fail();
    } else {
      begin(pause, delay);
    }
    return pause.end.whenComplete((done, failure) -> pauses.remove(pause));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // completes the pause
  private void begin(Pause pause, Duration delay) {
    try {
      executor.schedule(() -> pause.end.complete(null), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      pause.fail();
    }
  }

  /** Fails all pauses, and those that begin later. */
  void close() {
    closed = true;
    pauses.forEach(Pause::fail);
  }
}
