/** The HTTP API: who may call, what a call takes, what it answers. */
@NullMarked
package dev.sojourn.server.internal.api;

import org.jspecify.annotations.NullMarked;
