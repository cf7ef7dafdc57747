/** The calls over HTTP: who may make them, what they take, what they answer. */
@NullMarked
package dev.sojourn.server.api;

import org.jspecify.annotations.NullMarked;
