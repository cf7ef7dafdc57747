/**
 * How a session lies in Redis: as a hash, as JSON text, or in the JSON data type; with readable or
 * compact names, compressed or not.
 */
@NullMarked
package dev.sojourn.redis.internal.layout;

import org.jspecify.annotations.NullMarked;
