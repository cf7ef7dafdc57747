/**
 * What store implementers implement and exchange: the session store, session maintenance, the
 * invalidation bus, and the codec of attribute values, with the records and answers they use.
 */
@NullMarked
package dev.sojourn.spi;

import org.jspecify.annotations.NullMarked;
