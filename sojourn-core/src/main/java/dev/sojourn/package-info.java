/**
 * Sessions for applications. Start at {@link dev.sojourn.Sessions}, or {@link
 * dev.sojourn.AsyncSessions} for the same operations without blocking.
 *
 * <p>This package and {@link dev.sojourn.spi} depend on each other: a session's view needs the
 * codec, and the store's interface uses these types. Neither depends on an implementation.
 */
@NullMarked
package dev.sojourn;

import org.jspecify.annotations.NullMarked;
