/**
 * Finds a session in any layout, and detects replies that belong to another session.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.lookup.SessionLookup}, {@link
 * dev.sojourn.redis.internal.lookup.LookupResult}, {@link
 * dev.sojourn.redis.internal.lookup.StoreContext} and {@link
 * dev.sojourn.redis.internal.lookup.MisroutedReplies}.
 */
@NullMarked
package dev.sojourn.redis.internal.lookup;

import org.jspecify.annotations.NullMarked;
