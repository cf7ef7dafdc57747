/** The HTTP API: authorization, requests, answers. */
@NullMarked
package dev.sojourn.server.internal.api;

import org.jspecify.annotations.NullMarked;
