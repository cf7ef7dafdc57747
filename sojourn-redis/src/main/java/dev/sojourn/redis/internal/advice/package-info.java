/** Samples the stored sessions and measures them in every form, for the advice. */
@NullMarked
package dev.sojourn.redis.internal.advice;

import org.jspecify.annotations.NullMarked;
