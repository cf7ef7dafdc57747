/** The try-out: a private Redis, and a banner with lines to paste. */
@NullMarked
package dev.sojourn.server.internal.tryout;

import org.jspecify.annotations.NullMarked;
