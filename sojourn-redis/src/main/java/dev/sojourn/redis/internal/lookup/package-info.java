/**
 * Finds a session in whatever layout it lies, and recognizes replies that belong to another one.
 */
@NullMarked
package dev.sojourn.redis.internal.lookup;

import org.jspecify.annotations.NullMarked;
