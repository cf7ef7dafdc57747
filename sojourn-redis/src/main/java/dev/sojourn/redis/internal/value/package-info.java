/**
 * Attribute values as JSON, with Jackson. Start at {@link
 * dev.sojourn.redis.internal.value.ValueJson}.
 */
@NullMarked
package dev.sojourn.redis.internal.value;

import org.jspecify.annotations.NullMarked;
