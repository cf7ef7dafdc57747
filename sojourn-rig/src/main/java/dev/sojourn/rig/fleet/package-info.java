/** Servers of a fleet as processes, and an observer of the tokens that they accept. */
@NullMarked
package dev.sojourn.rig.fleet;

import org.jspecify.annotations.NullMarked;
