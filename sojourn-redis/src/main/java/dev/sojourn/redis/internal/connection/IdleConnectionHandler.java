package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.KeyValueCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that has waited too long for replies, and pings one that is idle. Such a
 * connection may be half-open because a firewall dropped it, or its server may be suspended.
 * Without this handler the system keeps it for a quarter of an hour. With it Lettuce reconnects,
 * and commands are rejected at once until that succeeds. One for each connection, on its event
 * loop.
 */
final class IdleConnectionHandler extends ChannelDuplexHandler {

  private static final int CHECKS_PER_TIMEOUT = 4;

  /** A connection that has received nothing for this long gets a ping. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final long timeoutNanos;
  private boolean waiting;
  private long waitingSinceNanos;
  private long lastReadNanos;
  private @Nullable Future<?> checkTask;

  private IdleConnectionHandler(Duration timeout) {
    this.timeoutNanos = timeout.toNanos();
  }

  /** Closes that connection when it has waited this long and received nothing. */
  static void addTo(Channel channel, Duration timeout) {
    channel.pipeline().addFirst(new IdleConnectionHandler(timeout));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    long period = timeoutNanos / CHECKS_PER_TIMEOUT;
    lastReadNanos = System.nanoTime();
    checkTask =
        context
            .executor()
            .scheduleWithFixedDelay(() -> check(context), period, period, TimeUnit.NANOSECONDS);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (checkTask != null) {
      checkTask.cancel(false);
    }
    context.fireChannelInactive();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise reports the outcome
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!waiting) {
      waiting = true;
      waitingSinceNanos = System.nanoTime();
    }
    context.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    waiting = false;
    lastReadNanos = System.nanoTime();
    context.fireChannelRead(message);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // channelInactive follows, or a reply
  private void check(ChannelHandlerContext context) {
    long now = System.nanoTime();
    if (waiting && now - waitingSinceNanos > timeoutNanos) {
      context.close();
    } else if (!waiting && now - lastReadNanos > IDLE.toNanos()) {
      context.channel().writeAndFlush(ping());
    }
  }

  private static RedisCommand<String, byte[], String> ping() {
    return new AsyncCommand<>(
        new Command<>(CommandType.PING, new StatusOutput<>(KeyValueCodec.INSTANCE)));
  }
}
