/**
 * Samples the stored sessions and measures them in every form, for the advice.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.advice.SessionSampler} and {@link
 * dev.sojourn.redis.internal.advice.CandidateForm}.
 */
@NullMarked
package dev.sojourn.redis.internal.advice;

import org.jspecify.annotations.NullMarked;
