/**
 * The interfaces to implement: the session store, its maintenance, the invalidation bus and the
 * codec of attribute values, with the records and results they exchange.
 */
@NullMarked
package dev.sojourn.spi;

import org.jspecify.annotations.NullMarked;
