/**
 * Maintenance jobs, which one server of the fleet runs at a time: sweeps and migrations, throttled,
 * resumable, and held by a lease; and statistics of what Redis stores.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.maintenance.Jobs}, {@link
 * dev.sojourn.redis.internal.maintenance.Job}, {@link dev.sojourn.redis.internal.maintenance.Sweep}
 * and {@link dev.sojourn.redis.internal.maintenance.SessionStatistics}.
 */
@NullMarked
package dev.sojourn.redis.internal.maintenance;

import org.jspecify.annotations.NullMarked;
