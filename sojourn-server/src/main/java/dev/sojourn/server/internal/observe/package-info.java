/** Observability: health, metrics, log. */
@NullMarked
package dev.sojourn.server.internal.observe;

import org.jspecify.annotations.NullMarked;
