/** Text and encoding helpers of the core. Not API: may change at any time. */
@NullMarked
package dev.sojourn.internal;

import org.jspecify.annotations.NullMarked;
