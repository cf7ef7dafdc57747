/**
 * Maintenance jobs, which one server of the fleet runs at a time: sweeps and migrations, throttled,
 * resumable, and held by a lease; and statistics of what Redis stores.
 */
@NullMarked
package dev.sojourn.redis.internal.maintenance;

import org.jspecify.annotations.NullMarked;
