/** How a session lies in Redis. */
@NullMarked
package dev.sojourn.redis.layout;

import org.jspecify.annotations.NullMarked;
