/** Proofs of the service over HTTP, over stores that need no server. */
@NullMarked
package dev.sojourn.server;

import org.jspecify.annotations.NullMarked;
