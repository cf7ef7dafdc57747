/** The commands, messages and data of a server, and the invariants checked after every test. */
@NullMarked
package dev.sojourn.rig.monitor;

import org.jspecify.annotations.NullMarked;
