/** Finds a session in any layout, and detects replies that belong to another session. */
@NullMarked
package dev.sojourn.redis.internal.lookup;

import org.jspecify.annotations.NullMarked;
