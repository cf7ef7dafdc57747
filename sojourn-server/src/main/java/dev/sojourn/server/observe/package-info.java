/** What an operator sees of the service: health, metrics, log. */
@NullMarked
package dev.sojourn.server.observe;

import org.jspecify.annotations.NullMarked;
