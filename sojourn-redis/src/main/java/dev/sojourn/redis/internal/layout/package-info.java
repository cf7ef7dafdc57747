/**
 * How a session is stored in Redis: the layouts (hash, string of JSON text, JSON data type), the
 * naming of fields, and compression. Start at {@link dev.sojourn.redis.internal.layout.Layout}.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.layout.Layout}, {@link
 * dev.sojourn.redis.internal.layout.HashLayout}, {@link
 * dev.sojourn.redis.internal.layout.StringLayout}, {@link
 * dev.sojourn.redis.internal.layout.JsonLayout}, {@link dev.sojourn.redis.internal.layout.Naming}
 * and {@link dev.sojourn.redis.internal.layout.Compression}.
 */
@NullMarked
package dev.sojourn.redis.internal.layout;

import org.jspecify.annotations.NullMarked;
