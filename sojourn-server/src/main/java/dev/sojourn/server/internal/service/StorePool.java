package dev.sojourn.server.internal.service;

import dev.sojourn.redis.NearCacheState;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.SessionStore;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The stores of all event loops and the invalidations of the process; closed together. Thread-safe.
 */
public final class StorePool {

  private final Function<EventLoop, CompletionStage<ConnectedStore>> connect;
  private final InvalidationBus invalidations;
  private final Optional<Supplier<NearCacheState>> near;
  private final Runnable shared;
  private final Queue<ConnectedStore> open = new ConcurrentLinkedQueue<>();

  /**
   * A pool of stores.
   *
   * @param connect connects the store of an event loop
   * @param invalidations the invalidations of all stores
   * @param near the state of the near cache, if there is one
   * @param shared closes what the stores share
   */
  public StorePool(
      Function<EventLoop, CompletionStage<ConnectedStore>> connect,
      InvalidationBus invalidations,
      Optional<Supplier<NearCacheState>> near,
      Runnable shared) {
    this.connect = connect;
    this.invalidations = invalidations;
    this.near = near;
    this.shared = shared;
  }

  /** A pool over Redis, with a connection for each event loop. */
  static StorePool of(RedisSessions redis) {
    return new StorePool(
        loop -> redis.on(loop).thenApply(ConnectedStore::to),
        redis.invalidations(),
        Optional.of(redis::nearCacheState),
        redis::close);
  }

  /** The invalidations of all servers. */
  public InvalidationBus invalidations() {
    return invalidations;
  }

  /** The state of the near cache and of the subscribed connections. */
  Optional<Supplier<NearCacheState>> near() {
    return near;
  }

  /** Connects the store of an event loop. */
  CompletionStage<SessionStore> connect(EventLoop loop) {
    return connect
        .apply(loop)
        .thenApply(
            connected -> {
              open.add(connected);
              return connected.store();
            });
  }

  /** How many replies belonged to another command, in all stores. */
  long misroutedReplies() {
    return open.stream().mapToLong(connected -> connected.misroutedReplies().getAsLong()).sum();
  }

  /** Closes all stores. Blocks: do not call it on an event loop. */
  void close() {
    for (ConnectedStore next = open.poll(); next != null; next = open.poll()) {
      next.connections().run();
    }
    shared.run();
  }
}
