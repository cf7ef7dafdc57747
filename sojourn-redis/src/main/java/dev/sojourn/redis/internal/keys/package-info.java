/** How keys are spelled: the only package that does. */
@NullMarked
package dev.sojourn.redis.internal.keys;

import org.jspecify.annotations.NullMarked;
