/**
 * The in-memory store: for tests, and the reference model of the store contract.
 *
 * <p>Start at {@link dev.sojourn.memory.InMemorySessionStore}.
 */
@NullMarked
package dev.sojourn.memory;

import org.jspecify.annotations.NullMarked;
