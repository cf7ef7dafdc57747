package dev.sojourn.bench;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/** Makes Lettuce use the event loop of a verticle. */
final class SharedLoop implements EventLoopGroupProvider {

  private final EventLoop loop;

  private SharedLoop(EventLoop loop) {
    this.loop = loop;
  }

  static ClientResources resources(Context context) {
    EventLoop loop = ((ContextInternal) context).nettyEventLoop();
    return DefaultClientResources.builder()
        .eventLoopGroupProvider(new SharedLoop(loop))
        .eventExecutorGroup(loop)
        .build();
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends EventLoopGroup> T allocate(Class<T> type) {
    return (T) loop;
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
