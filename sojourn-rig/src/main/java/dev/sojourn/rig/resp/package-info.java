/** A minimal RESP client for the tests to look at a server with. */
@NullMarked
package dev.sojourn.rig.resp;

import org.jspecify.annotations.NullMarked;
