package dev.sojourn.redis;

import dev.sojourn.redis.internal.invalidation.NearCacheMeters;
import dev.sojourn.redis.internal.invalidation.RedisInvalidationBus.ConnectionCounts;

/**
 * How the connections for invalidations are, and what was counted since the process began.
 *
 * @param counted what was counted
 * @param connectionCounts how many connections there are, are subscribed, and have proved
 *     themselves
 * @param entries how many sessions are kept near, roughly
 */
public record NearCacheState(
    NearCacheMeters counted, ConnectionCounts connectionCounts, long entries) {}
