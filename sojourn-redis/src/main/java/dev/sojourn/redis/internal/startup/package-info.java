/**
 * Opens the connections, and checks the server before it is used.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.startup.ConnectionFactory} and {@link
 * dev.sojourn.redis.internal.startup.ServerCheck}.
 */
@NullMarked
package dev.sojourn.redis.internal.startup;

import org.jspecify.annotations.NullMarked;
