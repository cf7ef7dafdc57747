/**
 * Recommends a storage form for the stored sessions, from a sample of them. Immutable values.
 *
 * <p>Start at {@link dev.sojourn.redis.advice.Advice}, {@link
 * dev.sojourn.redis.advice.Recommendation} and {@link dev.sojourn.redis.advice.Form}.
 */
@NullMarked
package dev.sojourn.redis.advice;

import org.jspecify.annotations.NullMarked;
