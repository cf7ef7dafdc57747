/**
 * The words of Sojourn and its use cases: what a session is, and what can be done with one. Start
 * at {@link dev.sojourn.Sessions}.
 *
 * <p>The words and {@link dev.sojourn.spi} know each other: a view of a session needs the codec,
 * and the store speaks in these words. Neither knows an implementation.
 */
@NullMarked
package dev.sojourn;

import org.jspecify.annotations.NullMarked;
