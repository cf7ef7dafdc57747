/**
 * The interfaces to implement: the session store, its maintenance, the invalidation bus and the
 * codec of attribute values, with the records and results they exchange.
 *
 * <p>Start at {@link dev.sojourn.spi.SessionStore}, {@link dev.sojourn.spi.SessionRecord}, {@link
 * dev.sojourn.spi.SessionDelta}, {@link dev.sojourn.spi.AttributeCodec}, {@link
 * dev.sojourn.spi.InvalidationBus} and {@link dev.sojourn.spi.SessionMaintenance}.
 */
@NullMarked
package dev.sojourn.spi;

import org.jspecify.annotations.NullMarked;
