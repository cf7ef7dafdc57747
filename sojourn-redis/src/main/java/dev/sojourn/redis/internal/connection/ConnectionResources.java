package dev.sojourn.redis.internal.connection;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolverGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the connections of a client stand on: threads, names, and the delay of a reconnect. */
final class ConnectionResources {

  private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);
  private static final int RECONNECT_DELAY_BASE_MILLIS = 20;
  private static final int IO_THREADS = 2;

  private ConnectionResources() {}

  /**
   * Makes them.
   *
   * @param loop where all work is to be done; {@code null} for threads of Lettuce's own
   * @param silence after which a connection is given up
   * @param names how the address of a name is found
   * @param channels is told of each connection
   */
  static ClientResources of(
      @Nullable EventLoop loop,
      Duration silence,
      AddressResolverGroup<?> names,
      OpenChannels channels) {
    DefaultClientResources.Builder builder =
        DefaultClientResources.builder()
            .addressResolverGroup(names)
            .nettyCustomizer(
                new NettyCustomizer() {
                  @Override
                  public void afterChannelInitialized(Channel channel) {
                    IdleConnectionHandler.endsAfter(silence, channel);
                    channels.add(channel);
                  }
                })
            .reconnectDelay(
                () ->
                    Delay.fullJitter(
                        Duration.ZERO,
                        LONGEST_RECONNECT_DELAY,
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
