package dev.sojourn.redis.internal.invalidation;

import java.util.Optional;

/**
 * The keys of cached sessions. Heartbeats ask Redis for one of them, another each time: a key that
 * is gone shows that sessions ended without a message. Thread-safe.
 */
@FunctionalInterface
public interface CachedKeys {

  /** Without a near cache. */
  CachedKeys NONE = connection -> Optional.empty();

  /**
   * A key that was read over that connection and, by its TTL, must still be in Redis; empty without
   * one.
   */
  Optional<CachedKey> next(SubscribedConnection connection);

  /** A key whose session is cached. */
  interface CachedKey {

    /** The key in Redis. */
    String key();

    /** Whether its session is cached as before, and its TTL has not passed. */
    boolean isStillCached();
  }
}
