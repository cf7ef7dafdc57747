/**
 * The near cache: answers accesses from memory while a lease proves that no invalidation message
 * was missed.
 */
@NullMarked
package dev.sojourn.redis.internal.nearcache;

import org.jspecify.annotations.NullMarked;
