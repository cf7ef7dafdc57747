/**
 * Jobs that one server of a fleet runs at a time: the sweep of users' indexes and migrations; and
 * statistics.
 */
@NullMarked
package dev.sojourn.redis.internal.maintenance;

import org.jspecify.annotations.NullMarked;
