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
 * The stores of all event loops and the invalidations of the process, closed together once no
 * request needs them. Thread-safe.
 */
public final class StorePool {

  private final Function<EventLoop, CompletionStage<ConnectedStore>> connect;
  private final InvalidationBus invalidations;
  private final Optional<Supplier<NearCacheState>> near;
  private final Runnable shared;
  private final Queue<ConnectedStore> open = new ConcurrentLinkedQueue<>();

  /**
   * Stores that are connected that way.
   *
   * @param invalidations what all of them tell
   * @param near how what they keep near is, where they do
   * @param shared closes what all of them share
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

  /** These sessions, with a connection for each event loop. */
  static StorePool of(RedisSessions redis) {
    return new StorePool(
        loop -> redis.on(loop).thenApply(ConnectedStore::to),
        redis.invalidations(),
        Optional.of(redis::nearCacheState),
        redis::close);
  }

  /** What ends or changes, on whatever server. */
  public InvalidationBus invalidations() {
    return invalidations;
  }

  /** How what is kept near is, and the connections for invalidations. */
  Optional<Supplier<NearCacheState>> near() {
    return near;
  }

  /** Connects an event loop to its own store. */
  CompletionStage<SessionStore> connect(EventLoop loop) {
    return connect
        .apply(loop)
        .thenApply(
            connected -> {
              open.add(connected);
              return connected.store();
            });
  }

  /** How often all of them found a reply that belongs to another question. */
  long misroutedReplies() {
    return open.stream().mapToLong(connected -> connected.misroutedReplies().getAsLong()).sum();
  }

  /** Closes them all; blocks, so not on an event loop. */
  void close() {
    for (ConnectedStore next = open.poll(); next != null; next = open.poll()) {
      next.connections().run();
    }
    shared.run();
  }
}
