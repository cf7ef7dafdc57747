/**
 * Retries: what is tried again pauses in between, and ends.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.retry.Retry}.
 */
@NullMarked
package dev.sojourn.redis.internal.retry;

import org.jspecify.annotations.NullMarked;
