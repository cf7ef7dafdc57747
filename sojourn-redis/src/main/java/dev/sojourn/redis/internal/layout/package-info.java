/**
 * How a session is stored in Redis: the layouts (hash, string of JSON text, JSON data type), the
 * naming of fields, and compression. Start at {@link dev.sojourn.redis.internal.layout.Layout}.
 */
@NullMarked
package dev.sojourn.redis.internal.layout;

import org.jspecify.annotations.NullMarked;
