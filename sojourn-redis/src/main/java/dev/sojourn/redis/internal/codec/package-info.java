/**
 * How keys, values and arguments are encoded on the wire. Start at {@link
 * dev.sojourn.redis.internal.codec.KeyValueCodec}.
 */
@NullMarked
package dev.sojourn.redis.internal.codec;

import org.jspecify.annotations.NullMarked;
