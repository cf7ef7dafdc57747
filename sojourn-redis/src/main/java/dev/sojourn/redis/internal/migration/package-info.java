/** Moves sessions into another layout or form while servers use them. */
@NullMarked
package dev.sojourn.redis.internal.migration;

import org.jspecify.annotations.NullMarked;
