package dev.sojourn.redis.internal.connection;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The resources of a client: threads, name resolution, and the backoff of reconnects. */
final class ConnectionResources {

  private static final Duration MAX_RECONNECT_DELAY = Duration.ofSeconds(1);
  private static final int RECONNECT_DELAY_BASE_MILLIS = 20;
  private static final int IO_THREADS = 2;

  private ConnectionResources() {}

  /**
   * Creates the resources.
   *
   * @param loop the event loop for all work; {@code null} for threads of Lettuce
   * @param timer of the timeouts of commands; the caller stops it
   * @param idleTimeout how long a connection may wait for replies before it is closed
   * @param names resolves host names
   * @param channels registers each connection
   */
  static ClientResources of(
      @Nullable EventLoop loop,
      Timer timer,
      Duration idleTimeout,
      AddressResolverGroup<?> names,
      OpenChannels channels) {
    DefaultClientResources.Builder builder =
        DefaultClientResources.builder()
            .addressResolverGroup(names)
            .timer(timer)
            .nettyCustomizer(
                new NettyCustomizer() {
                  @Override
                  public void afterChannelInitialized(Channel channel) {
                    IdleConnectionHandler.addTo(channel, idleTimeout);
                    channels.add(channel);
                  }
                })
            .reconnectDelay(
                () ->
                    Delay.fullJitter(
                        Duration.ZERO,
                        MAX_RECONNECT_DELAY,
                        RECONNECT_DELAY_BASE_MILLIS,
                        TimeUnit.MILLISECONDS));
    return loop == null
        ? builder.ioThreadPoolSize(IO_THREADS).computationThreadPoolSize(IO_THREADS).build()
        : builder
            .eventLoopGroupProvider(new SharedEventLoop(loop))
            .eventExecutorGroup(loop)
            .build();
  }
}
