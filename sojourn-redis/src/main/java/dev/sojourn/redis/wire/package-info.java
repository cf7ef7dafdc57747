/** Commands out, replies in: the only user of Lettuce. */
@NullMarked
package dev.sojourn.redis.wire;

import org.jspecify.annotations.NullMarked;
