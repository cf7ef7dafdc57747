/** What a server executed and holds: commands, messages, and the invariants after every test. */
@NullMarked
package dev.sojourn.rig.monitor;

import org.jspecify.annotations.NullMarked;
