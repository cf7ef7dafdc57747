package dev.sojourn.redis.internal.nearcache;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.NearCacheState;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.Connections;
import dev.sojourn.redis.internal.invalidation.HeartbeatSettings;
import dev.sojourn.redis.internal.invalidation.RedisInvalidationBus;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.operation.RedisSessionStore;
import dev.sojourn.redis.internal.startup.ServerCheck;
import dev.sojourn.spi.SessionStore;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What all connections of a process share: the invalidations that it is told, and what it keeps
 * near.
 *
 * @param bus the invalidations
 * @param sessions what is kept, where that is wanted
 */
public record NearCacheRuntime(RedisInvalidationBus bus, Optional<SessionCache> sessions) {

  /** Opens nothing yet. */
  public static NearCacheRuntime of(RedisSettings settings, Connections connections) {
    return settings
        .nearCache()
        .map(near -> cached(near, settings, connections))
        .orElseGet(() -> uncached(settings, connections));
  }

  private static NearCacheRuntime cached(
      NearCacheSettings near, RedisSettings settings, Connections connections) {
    CacheEntries entries = new CacheEntries(near.mostBytes());
    RedisInvalidationBus bus = bus(settings, connections, near, entries::evict);
    return new NearCacheRuntime(bus, Optional.of(new SessionCache(entries, bus, near.lease())));
  }

  private static NearCacheRuntime uncached(RedisSettings settings, Connections connections) {
    RedisInvalidationBus bus = bus(settings, connections, NearCacheSettings.DEFAULT, id -> {});
    return new NearCacheRuntime(bus, Optional.empty());
  }

  private static RedisInvalidationBus bus(
      RedisSettings settings,
      Connections connections,
      NearCacheSettings near,
      Consumer<SessionId> onInvalidated) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return new RedisInvalidationBus(
        listenerOf -> connections.subscribe(settings.uri(), keys.channel(), listenerOf),
        keys::session,
        new HeartbeatSettings(near.heartbeat(), near.lease()),
        onInvalidated);
  }

  /** Completes at once, or when what is kept near can be proved. */
  public CompletionStage<Void> begun() {
    return sessions.isEmpty()
        ? completedStage(null)
        : ServerCheck.allowed("SUBSCRIBE", bus.open().thenApply(open -> true));
  }

  /** The store, with what is kept near before it. */
  public SessionStore around(RedisSessionStore store, Executor home) {
    return sessions.<SessionStore>map(near -> around(store, near, home)).orElse(store);
  }

  /** A connection that was given up may have brought anything. */
  private static NearCachedStore around(RedisSessionStore store, SessionCache near, Executor home) {
    StoreContext context = store.context();
    context.connection().onGenerationClosed(near::forgetAll);
    return new NearCachedStore(
        store, near, new NearCacheReads(context, store.accessOperation(), near, home));
  }

  /** What was counted, and how the connections are. */
  public NearCacheState state() {
    return bus.state(sessions.map(SessionCache::size).orElse(0L));
  }

  public void close() {
    bus.close();
  }
}
