/**
 * Invalidation messages over Pub/Sub, and the lease that proves that none was missed.
 *
 * <p>{@link dev.sojourn.redis.internal.invalidation.RedisInvalidationBus} has one {@link
 * dev.sojourn.redis.internal.invalidation.SubscribedConnection} to each primary, which renews its
 * {@link dev.sojourn.redis.internal.invalidation.Lease} by heartbeats.
 */
@NullMarked
package dev.sojourn.redis.internal.invalidation;

import org.jspecify.annotations.NullMarked;
