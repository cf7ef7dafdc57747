package dev.sojourn.redis.internal.connection;

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
 * Closes a connection on which questions wait and nothing comes, and asks one that is idle:
 * half-open, for a firewall forgot it, or the server stands still. Without it such a connection is
 * kept until the system gives it up, after a quarter of an hour; with it Lettuce connects anew, and
 * commands are refused at once until that works. One for each connection, on its event loop.
 */
final class IdleConnectionHandler extends ChannelDuplexHandler {

  /** Looks in the time that is allowed. */
  private static final int LOOKS = 4;

  /** After so long without a word a connection is asked whether it is still there. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final long mostNanos;
  private boolean waiting;
  private long since;
  private long heard;
  private @Nullable Future<?> looking;

  private IdleConnectionHandler(Duration most) {
    this.mostNanos = most.toNanos();
  }

  /** On that connection, closes it after so long a silence. */
  static void endsAfter(Duration most, Channel channel) {
    channel.pipeline().addFirst(new IdleConnectionHandler(most));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    long period = mostNanos / LOOKS;
    heard = System.nanoTime();
    looking =
        context
            .executor()
            .scheduleWithFixedDelay(() -> look(context), period, period, TimeUnit.NANOSECONDS);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (looking != null) {
      looking.cancel(false);
    }
    context.fireChannelInactive();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise that was given says how it went
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!waiting) {
      waiting = true;
      since = System.nanoTime();
    }
    context.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    waiting = false;
    heard = System.nanoTime();
    context.fireChannelRead(message);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // channelInactive follows, or an answer
  private void look(ChannelHandlerContext context) {
    long now = System.nanoTime();
    if (waiting && now - since > mostNanos) {
      context.close();
    } else if (!waiting && now - heard > IDLE.toNanos()) {
      context.channel().writeAndFlush(ping());
    }
  }

  private static RedisCommand<String, byte[], String> ping() {
    return new AsyncCommand<>(
        new Command<>(CommandType.PING, new StatusOutput<>(KeyValueCodec.INSTANCE)));
  }
}
