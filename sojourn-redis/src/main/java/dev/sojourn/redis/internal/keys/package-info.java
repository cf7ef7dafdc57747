/** The names of keys in Redis; no other package builds one. */
@NullMarked
package dev.sojourn.redis.internal.keys;

import org.jspecify.annotations.NullMarked;
