/**
 * The near cache: a store around the store that answers accesses from memory while a lease proves
 * that no invalidation was missed.
 */
@NullMarked
package dev.sojourn.redis.internal.nearcache;

import org.jspecify.annotations.NullMarked;
