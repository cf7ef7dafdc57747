/** Which form fits the sessions that there are: what is made of a sample of them. */
@NullMarked
package dev.sojourn.redis.advice;

import org.jspecify.annotations.NullMarked;
