/**
 * Sessions: what one is, and what an application does with it. Start at {@link
 * dev.sojourn.Sessions}, or {@link dev.sojourn.AsyncSessions} for the same operations without
 * blocking.
 *
 * <p>This package and {@link dev.sojourn.spi} know each other: a view of a session needs the codec,
 * and the store speaks in these types. Neither knows an implementation.
 */
@NullMarked
package dev.sojourn;

import org.jspecify.annotations.NullMarked;
