package dev.sojourn.redis.internal.nearcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sojourn.SessionId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The cache entries of a process by session id, bounded by memory. Thread-safe. */
final class CacheEntries {

  /** No touch interval is longer, so no entry serves longer. */
  private static final Duration MAX_AGE = Duration.ofHours(2);

  private final Cache<SessionId, CacheEntry> entries;

  /**
   * An empty cache.
   *
   * @param maxBytes how much memory the entries may take, roughly
   */
  CacheEntries(long maxBytes) {
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

  /** The number of entries, roughly. */
  long size() {
    return entries.estimatedSize();
  }
}
