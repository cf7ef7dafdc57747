package dev.sojourn.redis.internal.nearcache;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.NearCacheState;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.Connections;
import dev.sojourn.redis.internal.invalidation.CachedKeys;
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
 * What all connections of a process share: the invalidation bus and the near cache.
 *
 * @param bus the invalidation messages
 * @param cache the near cache; empty if it is off
 */
public record NearCacheRuntime(RedisInvalidationBus bus, Optional<SessionCache> cache) {

  /** Creates both; opens no connection yet. */
  public static NearCacheRuntime of(RedisSettings settings, Connections connections) {
    return settings
        .nearCache()
        .map(near -> cached(near, settings, connections))
        .orElseGet(() -> uncached(settings, connections));
  }

  private static NearCacheRuntime cached(
      NearCacheSettings near, RedisSettings settings, Connections connections) {
    CacheEntries entries = new CacheEntries(near.mostBytes(), keyspace(settings)::session);
    RedisInvalidationBus bus = bus(settings, connections, near, entries::evict, entries);
    return new NearCacheRuntime(bus, Optional.of(new SessionCache(entries, bus, near.lease())));
  }

  private static NearCacheRuntime uncached(RedisSettings settings, Connections connections) {
    RedisInvalidationBus bus =
        bus(settings, connections, NearCacheSettings.DEFAULT, id -> {}, CachedKeys.NONE);
    return new NearCacheRuntime(bus, Optional.empty());
  }

  private static RedisInvalidationBus bus(
      RedisSettings settings,
      Connections connections,
      NearCacheSettings near,
      Consumer<SessionId> onInvalidated,
      CachedKeys cachedKeys) {
    Keyspace keys = keyspace(settings);
    return new RedisInvalidationBus(
        listenerOf -> connections.subscribe(settings.uri(), keys.channel(), listenerOf),
        keys::session,
        new HeartbeatSettings(near.heartbeat(), near.lease()),
        onInvalidated,
        cachedKeys);
  }

  private static Keyspace keyspace(RedisSettings settings) {
    return new Keyspace(settings.keyspace(), settings.namespace());
  }

  /**
   * Opens the subscribed connections if the near cache is on; completes when they are subscribed.
   */
  public CompletionStage<Void> open() {
    return cache.isEmpty()
        ? completedStage(null)
        : ServerCheck.checkAllowed("SUBSCRIBE", bus.open().thenApply(open -> true));
  }

  /** Puts the near cache in front of a store; the store itself if the near cache is off. */
  public SessionStore wrap(RedisSessionStore store, Executor executor) {
    return cache.<SessionStore>map(near -> wrap(store, near, executor)).orElse(store);
  }

  private static NearCachedStore wrap(
      RedisSessionStore store, SessionCache cache, Executor executor) {
    StoreContext context = store.context();
    context.connection().onGenerationClosed(cache::evictAll);
    return new NearCachedStore(
        store, cache, new NearCacheReads(context, store.accessOperation(), cache, executor));
  }

  /** The counters, and the state of the connections. */
  public NearCacheState state() {
    return bus.state(cache.map(SessionCache::size).orElse(0L));
  }

  public void close() {
    bus.close();
  }
}
