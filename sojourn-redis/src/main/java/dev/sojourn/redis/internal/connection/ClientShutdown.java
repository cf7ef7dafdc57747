package dev.sojourn.redis.internal.connection;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Shuts clients down in the background: their connections, then their threads. */
final class ClientShutdown {

  /**
   * A thread ends after it had no work for this long. One that ends at once leaks the connections
   * that it is just opening; so does one that is stalled for this long at that moment. Netty checks
   * every 100 ms, so a shorter time would not end a thread sooner.
   */
  static final int QUIET_MILLIS = 90;

  static final int TIMEOUT_MILLIS = 2_000;

  private ClientShutdown() {}

  /** Closes a client and its resources. */
  @SuppressWarnings("FutureReturnValueIgnored") // runs in the background
  static void close(AbstractRedisClient client, ClientResources resources) {
    shutdown(client, resources);
  }

  /** Closes a client and its resources, then the event loops that it used. */
  @SuppressWarnings("FutureReturnValueIgnored") // runs in the background
  static void close(AbstractRedisClient client, ClientResources resources, EventLoopGroup loops) {
    shutdown(client, resources).whenComplete((done, failure) -> close(loops));
  }

  /** Ends the threads of event loops. */
  @SuppressWarnings("FutureReturnValueIgnored") // runs in the background
  static void close(EventLoopGroup loops) {
    loops.shutdownGracefully(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // runs in the background
  private static CompletableFuture<Void> shutdown(
      AbstractRedisClient client, ClientResources resources) {
    return client
        .shutdownAsync(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete(
            (done, failure) ->
                resources.shutdown(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
  }
}
