/** Which storage form fits the sessions of a Redis, concluded from a sample of them. */
@NullMarked
package dev.sojourn.redis.advice;

import org.jspecify.annotations.NullMarked;
