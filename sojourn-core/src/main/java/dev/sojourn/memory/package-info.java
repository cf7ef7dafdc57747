/** An in-memory store: the reference model of the store contract, and a store for tests. */
@NullMarked
package dev.sojourn.memory;

import org.jspecify.annotations.NullMarked;
