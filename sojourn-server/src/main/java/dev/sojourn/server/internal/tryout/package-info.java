/** The first run without a Redis: a private one, and a banner that shows what to try. */
@NullMarked
package dev.sojourn.server.internal.tryout;

import org.jspecify.annotations.NullMarked;
