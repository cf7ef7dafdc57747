/** Opens the connections, and checks the server before it is used. */
@NullMarked
package dev.sojourn.redis.internal.startup;

import org.jspecify.annotations.NullMarked;
