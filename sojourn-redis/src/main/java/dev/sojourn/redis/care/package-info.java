/** Jobs beside the verbs: the sweep of the users' indexes, and statistics. */
@NullMarked
package dev.sojourn.redis.care;

import org.jspecify.annotations.NullMarked;
