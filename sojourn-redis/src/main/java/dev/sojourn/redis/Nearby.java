package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.redis.near.NearSessions;
import dev.sojourn.redis.near.Pace;
import dev.sojourn.redis.near.RedisInvalidationBus;
import dev.sojourn.redis.wire.Connections;
import dev.sojourn.spi.SessionStore;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What all connections of a process share: the invalidations that it is told, and what it keeps
 * near.
 *
 * @param bus the invalidations
 * @param sessions what is kept, where that is wanted
 */
record Nearby(RedisInvalidationBus bus, Optional<NearSessions> sessions) {

  static Nearby of(RedisSettings settings, Connections connections) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    NearCacheSettings near = settings.nearCache().orElse(NearCacheSettings.DEFAULT);
    RedisInvalidationBus bus =
        new RedisInvalidationBus(
            wires -> connections.subscribe(settings.uri(), keys.channel(), wires),
            keys::session,
            new Pace(near.heartbeat(), near.lease()));
    return new Nearby(
        bus,
        settings
            .nearCache()
            .map(wanted -> new NearSessions(bus, wanted.mostBytes(), wanted.lease())));
  }

  /** Completes at once, or when what is kept near can be proved. */
  CompletionStage<Void> begun() {
    return sessions.isEmpty()
        ? completedStage(null)
        : ServerCheck.allowed("SUBSCRIBE", bus.open().thenApply(open -> true));
  }

  /** The store, with what is kept near before it. */
  SessionStore around(RedisSessionStore store, Executor home) {
    return sessions.<SessionStore>map(near -> around(store, near, home)).orElse(store);
  }

  /** A connection that was given up may have brought anything. */
  private static NearCache around(RedisSessionStore store, NearSessions near, Executor home) {
    Backend backend = store.backend();
    backend.wire().whenGivenUp(near::forgetAll);
    return new NearCache(store, near, new NearReading(backend, store.reading(), near, home));
  }

  NearState state() {
    return new NearState(bus.meters(), bus.wires(), sessions.map(NearSessions::size).orElse(0L));
  }

  void close() {
    bus.close();
  }
}
