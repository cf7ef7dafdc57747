/**
 * What Sojourn is tested with: the contracts that every implementation inherits, real servers to
 * run them on, a clock to move, and the invariants that hold after every test. Start at {@link
 * dev.sojourn.testkit.SharedServers}.
 */
@NullMarked
package dev.sojourn.testkit;

import org.jspecify.annotations.NullMarked;
