/**
 * The try-out: a private Redis, and a banner with lines to paste.
 *
 * <p>Start at {@link dev.sojourn.server.internal.tryout.PrivateRedis}, {@link
 * dev.sojourn.server.internal.tryout.Watchdog}, {@link dev.sojourn.server.internal.tryout.Banner}
 * and {@link dev.sojourn.server.internal.tryout.DemoScript}.
 */
@NullMarked
package dev.sojourn.server.internal.tryout;

import org.jspecify.annotations.NullMarked;
