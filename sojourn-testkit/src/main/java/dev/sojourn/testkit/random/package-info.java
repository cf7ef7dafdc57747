/** Random sequences of operations, compared with the in-memory store and shrunk when they fail. */
@NullMarked
package dev.sojourn.testkit.random;

import org.jspecify.annotations.NullMarked;
