/**
 * The near cache: answers accesses from memory while a lease proves that no invalidation message
 * was missed.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.nearcache.NearCachedStore}, {@link
 * dev.sojourn.redis.internal.nearcache.SessionCache}, {@link
 * dev.sojourn.redis.internal.nearcache.CacheEntry}, {@link
 * dev.sojourn.redis.internal.nearcache.WriteFence} and {@link
 * dev.sojourn.redis.internal.nearcache.NearCacheReads}.
 */
@NullMarked
package dev.sojourn.redis.internal.nearcache;

import org.jspecify.annotations.NullMarked;
