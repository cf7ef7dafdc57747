/**
 * The HTTP API: authorization, requests, answers.
 *
 * <p>Start at {@link dev.sojourn.server.internal.api.RequestHandler}, {@link
 * dev.sojourn.server.internal.api.Authorization}, {@link
 * dev.sojourn.server.internal.api.SessionsApi}, {@link dev.sojourn.server.internal.api.Problem} and
 * {@link dev.sojourn.server.internal.api.EventStreams}.
 */
@NullMarked
package dev.sojourn.server.internal.api;

import org.jspecify.annotations.NullMarked;
