package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.connection.OpenChannels.Peer;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one client share, and how they end together. Closing ends whatever waits:
 * for time to pass, for a reply, or for a connection. Thread-safe.
 */
final class ClientRuntime {

  /**
   * A thread ends after it had no work for this long. One that ends at once leaks the connections
   * that it is just opening; so does one that is stalled for this long at that moment. Netty checks
   * every 100 ms, so a shorter time would not end a thread sooner.
   */
  static final int QUIET_MILLIS = 90;

  static final int TIMEOUT_MILLIS = 2_000;

  private static final Logger LOG = System.getLogger(ClientRuntime.class.getName());

  private final HashedWheelTimer timer =
      new HashedWheelTimer(new DefaultThreadFactory("lettuce-timer"));
  private final OpenChannels channels;
  private final ClientResources resources;
  private final NettyTaskScheduler scheduler;

  /**
   * Creates the parts; opens no connection.
   *
   * @param peer what its connections lead to
   * @param loop the event loop for all work; {@code null} for threads of Lettuce
   * @param idleTimeout how long a connection may wait for replies before it is closed
   * @param names resolves host names
   */
  ClientRuntime(
      Peer peer, @Nullable EventLoop loop, Duration idleTimeout, AddressResolverGroup<?> names) {
    this.channels = new OpenChannels(peer);
    this.resources = ConnectionResources.of(loop, timer, idleTimeout, names, channels);
    this.scheduler = new NettyTaskScheduler(resources.eventExecutorGroup());
  }

  ClientResources resources() {
    return resources;
  }

  OpenChannels channels() {
    return channels;
  }

  NettyTaskScheduler scheduler() {
    return scheduler;
  }

  /** Closes the connections of a client of Lettuce, then its threads, in the background. */
  @SuppressWarnings("FutureReturnValueIgnored") // runs in the background
  void close(AbstractRedisClient lettuce) {
    beginClosing();
    shutdown(lettuce);
    fireTimeouts();
  }

  /** The same, then the event loops that it used. */
  @SuppressWarnings("FutureReturnValueIgnored") // runs in the background
  void close(AbstractRedisClient lettuce, EventLoopGroup loops) {
    beginClosing();
    shutdown(lettuce)
        .whenComplete(
            (done, failure) ->
                loops.shutdownGracefully(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
    fireTimeouts();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // runs in the background
  private CompletableFuture<Void> shutdown(AbstractRedisClient lettuce) {
    return lettuce
        .shutdownAsync(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete(
            (done, failure) ->
                resources.shutdown(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void beginClosing() {
    channels.close();
    scheduler.close();
  }

  /**
   * Lets the timeout of each command that waits for a reply pass now. Lettuce fails the commands of
   * a connection that it closes, but not those that wait for a connection.
   */
  private void fireTimeouts() {
    timer.stop().forEach(ClientRuntime::fire);
  }

  private static void fire(Timeout timeout) {
    try {
      timeout.task().run(timeout);
    } catch (Exception e) {
      LOG.log(Level.DEBUG, "a timeout failed while its client was closed", e);
    }
  }
}
