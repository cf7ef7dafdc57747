/** The first run without a Redis: a private one, and a welcome that shows what can be done. */
@NullMarked
package dev.sojourn.server.tryout;

import org.jspecify.annotations.NullMarked;
