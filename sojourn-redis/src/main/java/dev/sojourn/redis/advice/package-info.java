/** Recommends a storage form for the stored sessions, from a sample of them. Immutable values. */
@NullMarked
package dev.sojourn.redis.advice;

import org.jspecify.annotations.NullMarked;
