/** Servers of a fleet as processes of their own, and an observer of what they accept. */
@NullMarked
package dev.sojourn.rig.fleet;

import org.jspecify.annotations.NullMarked;
