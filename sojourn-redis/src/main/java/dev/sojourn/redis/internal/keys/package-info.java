/**
 * The names of keys in Redis; no other package builds one.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.keys.Keyspace}.
 */
@NullMarked
package dev.sojourn.redis.internal.keys;

import org.jspecify.annotations.NullMarked;
