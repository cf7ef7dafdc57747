/**
 * The HTTP service and its command line: {@link dev.sojourn.server.SojournServer} starts it, {@link
 * dev.sojourn.server.Routes} says what it answers.
 */
@NullMarked
package dev.sojourn.server;

import org.jspecify.annotations.NullMarked;
