package dev.sojourn.redis.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The shutdown of a client's threads. */
class ClosingTest {

  /** Without a quiet period one of thirty would leave its connection open. */
  private static final int THREADS = 300;

  /** How many threads a busy machine may stall for longer than the quiet period. */
  private static final int MAX_STALLED = 2;

  /** As when the topology of a Cluster is just being read. */
  @Test
  void aConnectionThatIsOpenedAsItsThreadEndsIsClosed() throws IOException {
    try (ServerSocket server = new ServerSocket(0, THREADS, InetAddress.getLoopbackAddress())) {
      List<Opening> openings =
          IntStream.range(0, THREADS)
              .mapToObj(i -> Opening.start(server.getLocalSocketAddress()))
              .toList();
      assertThat(openings.stream().filter(Opening::isLeftOpen).count())
          .isLessThanOrEqualTo(MAX_STALLED);
    }
  }

  /** A connection, and the thread that is shut down while opening it. */
  private record Opening(EventLoopGroup loops, CompletableFuture<Channel> channel) {

    static Opening start(SocketAddress server) {
      EventLoopGroup loops = SharedEventLoop.start();
      EventLoop loop = loops.next();
      CompletableFuture<Channel> channel = new CompletableFuture<>();
      loop.execute(
          () -> {
            channel.complete(connect(loop, server));
            end(loops);
          });
      return new Opening(loops, channel);
    }

    boolean isLeftOpen() {
      loops.terminationFuture().syncUninterruptibly();
      return channel.join().isOpen();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the test awaits the end of the loop
    private static void end(EventLoopGroup loops) {
      loops.shutdownGracefully(
          ClientRuntime.QUIET_MILLIS, ClientRuntime.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Channel connect(EventLoop loop, SocketAddress server) {
      return new Bootstrap()
          .group(loop)
          .channel(NioSocketChannel.class)
          .handler(new ChannelInboundHandlerAdapter())
          .connect(server)
          .channel();
    }
  }
}
