/** The near cache's parts: the ordered wire, its lease, what is kept and what it is worth. */
@NullMarked
package dev.sojourn.redis.near;

import org.jspecify.annotations.NullMarked;
