/** What an operator sees of the service: health, metrics, log. */
@NullMarked
package dev.sojourn.server.internal.observe;

import org.jspecify.annotations.NullMarked;
