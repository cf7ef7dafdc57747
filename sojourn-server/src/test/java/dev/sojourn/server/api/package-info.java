/** Proofs of what the calls are made of. */
@NullMarked
package dev.sojourn.server.api;

import org.jspecify.annotations.NullMarked;
