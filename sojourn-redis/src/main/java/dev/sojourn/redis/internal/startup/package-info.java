/** Opens the connections and checks the server before the first session is served. */
@NullMarked
package dev.sojourn.redis.internal.startup;

import org.jspecify.annotations.NullMarked;
