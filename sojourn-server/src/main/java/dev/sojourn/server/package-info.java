/** The HTTP service and its command line; {@link dev.sojourn.server.Main} starts it. */
@NullMarked
package dev.sojourn.server;

import org.jspecify.annotations.NullMarked;
