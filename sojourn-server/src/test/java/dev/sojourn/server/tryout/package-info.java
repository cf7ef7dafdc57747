/** Proofs of the try-out: its private Redis is private, and gone when it should be. */
@NullMarked
package dev.sojourn.server.tryout;

import org.jspecify.annotations.NullMarked;
