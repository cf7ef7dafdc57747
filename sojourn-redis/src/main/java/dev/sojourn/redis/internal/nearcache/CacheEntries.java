package dev.sojourn.redis.internal.nearcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.invalidation.CachedKeys;
import dev.sojourn.redis.internal.invalidation.SubscribedConnection;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cache entries of a process by session id, bounded by memory. Thread-safe. */
final class CacheEntries implements CachedKeys {

  /** No touch interval is longer, so no entry serves longer. */
  private static final Duration MAX_AGE = Duration.ofHours(2);

  /** How many entries are looked at for one that is fresh. It takes some microseconds. */
  private static final int MAX_LOOKS = 1_000;

  private final Cache<SessionId, CacheEntry> entries;
  private final Function<SessionId, Optional<String>> keys;
  private Iterator<CacheEntry> walk = Collections.emptyIterator();

  /**
   * An empty cache.
   *
   * @param maxBytes how much memory the entries may take, roughly
   * @param keys the key of a session; empty for an id that can have none
   */
  CacheEntries(long maxBytes, Function<SessionId, Optional<String>> keys) {
    this.keys = keys;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((SessionId id, CacheEntry entry) -> entry.bytes())
            .expireAfterWrite(MAX_AGE)
            .executor(Runnable::run)
            .build();
  }

  @Nullable CacheEntry get(SessionId id) {
    return entries.getIfPresent(id);
  }

  void put(SessionId id, CacheEntry entry) {
    entries.put(id, entry);
  }

  void evict(SessionId id) {
    entries.invalidate(id);
  }

  void evictAll() {
    entries.invalidateAll();
  }

  /** The entries in turn, so that each is asked for once in a while. */
  @Override
  public synchronized Optional<CachedKey> next(SubscribedConnection connection) {
    for (int looks = 0; looks < MAX_LOOKS; looks++) {
      if (!walk.hasNext()) {
        walk = entries.asMap().values().iterator();
      }
      if (!walk.hasNext()) {
        return Optional.empty();
      }
      CacheEntry entry = walk.next();
      if (entry.read().connection() == connection && isKept(entry)) {
        return keys.apply(entry.record().id()).map(key -> new KeptKey(key, entry));
      }
    }
    return Optional.empty();
  }

  /** Whether this very entry is there and valid: one that was read later proves nothing of it. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isKept(CacheEntry entry) {
    return entry.isFresh()
        && entry.isOfCurrentSubscription()
        && entries.getIfPresent(entry.record().id()) == entry;
  }

  private final class KeptKey implements CachedKey {

    private final String key;
    private final CacheEntry entry;

    KeptKey(String key, CacheEntry entry) {
      this.key = key;
      this.entry = entry;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public boolean isStillCached() {
      return isKept(entry);
    }
  }

  /** The number of entries, roughly. */
  long size() {
    return entries.estimatedSize();
  }
}
