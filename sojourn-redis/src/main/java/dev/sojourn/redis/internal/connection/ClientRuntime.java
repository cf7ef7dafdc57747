package dev.sojourn.redis.internal.connection;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one client share, and how they end together. Closing ends whatever waits:
 * for time to pass, for a reply, or for a connection. Thread-safe.
 */
final class ClientRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(ClientRuntime.class);

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

  /** Closes the connections of a client of Lettuce, then its threads. */
  void close(AbstractRedisClient lettuce) {
    beginClosing();
    ClientShutdown.close(lettuce, resources);
    fireTimeouts();
  }

  /** The same, then the event loops that it used. */
  void close(AbstractRedisClient lettuce, EventLoopGroup loops) {
    beginClosing();
    ClientShutdown.close(lettuce, resources, loops);
    fireTimeouts();
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
      LOG.debug("a timeout failed while its client was closed", e);
    }
  }
}
