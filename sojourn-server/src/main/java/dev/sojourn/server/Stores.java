package dev.sojourn.server;

import dev.sojourn.redis.NearState;
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
final class Stores {

  private final Function<EventLoop, CompletionStage<Connected>> connect;
  private final InvalidationBus invalidations;
  private final Optional<Supplier<NearState>> near;
  private final Runnable shared;
  private final Queue<Connected> open = new ConcurrentLinkedQueue<>();

  /**
   * Stores that are connected that way.
   *
   * @param invalidations what all of them tell
   * @param near how what they keep near is, where they do
   * @param shared closes what all of them share
   */
  Stores(
      Function<EventLoop, CompletionStage<Connected>> connect,
      InvalidationBus invalidations,
      Optional<Supplier<NearState>> near,
      Runnable shared) {
    this.connect = connect;
    this.invalidations = invalidations;
    this.near = near;
    this.shared = shared;
  }

  /** These sessions, with a connection for each event loop. */
  static Stores of(RedisSessions redis) {
    return new Stores(
        loop -> redis.on(loop).thenApply(Connected::to),
        redis.invalidations(),
        Optional.of(redis::near),
        redis::close);
  }

  /** What ends or changes, on whatever server. */
  InvalidationBus invalidations() {
    return invalidations;
  }

  /** How what is kept near is, and the connections for invalidations. */
  Optional<Supplier<NearState>> near() {
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
  long repliesAstray() {
    return open.stream().mapToLong(connected -> connected.repliesAstray().getAsLong()).sum();
  }

  /** Closes them all; blocks, so not on an event loop. */
  void close() {
    for (Connected next = open.poll(); next != null; next = open.poll()) {
      next.connections().run();
    }
    shared.run();
  }
}
