/** Takes the sample of sessions from which the advice is concluded. */
@NullMarked
package dev.sojourn.redis.internal.advice;

import org.jspecify.annotations.NullMarked;
