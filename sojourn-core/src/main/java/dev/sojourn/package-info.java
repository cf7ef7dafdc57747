/**
 * The words of Sojourn and its use cases: what a session is, and what can be done with one. Start
 * at {@link dev.sojourn.Sessions}.
 */
@NullMarked
package dev.sojourn;

import org.jspecify.annotations.NullMarked;
