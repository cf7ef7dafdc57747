package dev.sojourn.redis.internal.connection;

import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Lends an event loop to Lettuce, which must not shut it down. */
final class SharedEventLoop implements EventLoopGroupProvider {

  private final EventLoop loop;

  SharedEventLoop(EventLoop loop) {
    this.loop = loop;
  }

  /** Starts a thread of the transport that Lettuce uses here. The caller shuts it down. */
  static EventLoopGroup start() {
    return (EventLoopGroup)
        DefaultEventLoopGroupProvider.createEventLoopGroup(Transports.eventLoopGroupClass(), 1);
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends EventLoopGroup> T allocate(Class<T> type) {
    return (T) loop; // erased: Lettuce uses it as an EventLoopGroup
  }

  @Override
  public int threadPoolSize() {
    return 1;
  }

  @Override
  public Future<Boolean> release(
      EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
    return loop.newSucceededFuture(true);
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    return loop.newSucceededFuture(true);
  }
}
