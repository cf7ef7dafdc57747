/** A complete store in memory: the model of the store's contract, and a store for tests. */
@NullMarked
package dev.sojourn.memory;

import org.jspecify.annotations.NullMarked;
