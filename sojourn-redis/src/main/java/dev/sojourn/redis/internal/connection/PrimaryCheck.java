package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.CommandArguments;
import dev.sojourn.redis.internal.codec.KeyValueCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Asks a server whether it is a primary: before the first command of a connection, and before each
 * command that comes more than an interval after the last question. Redis replies in order, so the
 * answer is known before the replies that it is about. A server that was demoted keeps its
 * connections and goes on answering reads; the address may lead elsewhere by then. One for each
 * connection, on its event loop.
 */
final class PrimaryCheck extends ChannelOutboundHandlerAdapter {

  /** For how long an answer counts. */
  static final Duration INTERVAL = Duration.ofMillis(500);

  private final OpenChannels channels;
  private Optional<Long> askedNanos = Optional.empty();

  private PrimaryCheck(OpenChannels channels) {
    this.channels = channels;
  }

  /** Checks the server of that channel; another role than that of a primary ends its generation. */
  static void addTo(Channel channel, OpenChannels channels) {
    channel.pipeline().addLast(new PrimaryCheck(channels));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise reports the outcome
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (isOurs(message) && isDue()) {
      askedNanos = Optional.of(System.nanoTime());
      // Lettuce queues commands by the kind of promise, so both need the same kind
      context.write(question(), promise.isVoid() ? promise : context.newPromise());
    }
    context.write(message, promise);
  }

  /** Lettuce logs in with commands of its own, before ours. */
  private static boolean isOurs(Object message) {
    return message instanceof SentCommand
        || (message instanceof Collection<?> commands
            && commands.stream().anyMatch(SentCommand.class::isInstance));
  }

  private boolean isDue() {
    return askedNanos.filter(asked -> System.nanoTime() - asked < INTERVAL.toNanos()).isEmpty();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // without a reply the connection is closed anyway
  private SentCommand<List<Object>> question() {
    int sentIn = channels.generation();
    SentCommand<List<Object>> hello =
        new SentCommand<>(
            new Command<>(
                CommandType.HELLO,
                new ArrayOutput<>(KeyValueCodec.INSTANCE),
                new CommandArguments()),
            channels);
    hello.thenAccept(reply -> judge(ServerInfo.ofHello(reply), sentIn));
    return hello;
  }

  private void judge(Optional<ServerInfo> server, int sentIn) {
    if (server.isEmpty()) {
      channels.closeGeneration(sentIn);
    } else if (!server.get().isPrimary()) {
      channels.leaveReplica(sentIn);
    }
  }
}
