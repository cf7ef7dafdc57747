/** What others implement: the store of sessions and the codec of their attributes' values. */
@NullMarked
package dev.sojourn.spi;

import org.jspecify.annotations.NullMarked;
