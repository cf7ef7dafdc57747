package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.retry.TaskScheduler;
import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on Netty's executors.
 *
 * @param executor the executors
 */
record NettyTaskScheduler(EventExecutorGroup executor) implements TaskScheduler {

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a task handles its own failures
  public void schedule(Duration delay, Runnable task) {
    executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
