/**
 * The running service: event loops, routes, the stores behind them, sweeps in quiet hours.
 *
 * <p>Start at {@link dev.sojourn.server.internal.service.SojournServer}, {@link
 * dev.sojourn.server.internal.service.ServiceVerticle}, {@link
 * dev.sojourn.server.internal.service.Routes} and {@link
 * dev.sojourn.server.internal.service.StorePool}.
 */
@NullMarked
package dev.sojourn.server.internal.service;

import org.jspecify.annotations.NullMarked;
