/**
 * What others implement: the store of sessions, what looks after it, and the codec of attributes'
 * values.
 */
@NullMarked
package dev.sojourn.spi;

import org.jspecify.annotations.NullMarked;
