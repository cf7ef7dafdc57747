/** The in-memory store: for tests, and the reference model of the store contract. */
@NullMarked
package dev.sojourn.memory;

import org.jspecify.annotations.NullMarked;
