/** The contracts that every implementation inherits, and what it takes to run them. */
@NullMarked
package dev.sojourn.testkit;

import org.jspecify.annotations.NullMarked;
