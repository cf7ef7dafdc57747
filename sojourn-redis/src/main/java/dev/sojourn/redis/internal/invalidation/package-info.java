/**
 * Invalidation messages over Pub/Sub, and the lease that proves none was missed.
 *
 * <p>{@link dev.sojourn.redis.internal.invalidation.RedisInvalidationBus} keeps one {@link
 * dev.sojourn.redis.internal.invalidation.SubscribedConnection} to each primary, and each of those
 * renews its {@link dev.sojourn.redis.internal.invalidation.Lease} by heartbeats.
 */
@NullMarked
package dev.sojourn.redis.internal.invalidation;

import org.jspecify.annotations.NullMarked;
