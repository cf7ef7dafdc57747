/** A minimal RESP client for tests to inspect a server with. */
@NullMarked
package dev.sojourn.rig.resp;

import org.jspecify.annotations.NullMarked;
