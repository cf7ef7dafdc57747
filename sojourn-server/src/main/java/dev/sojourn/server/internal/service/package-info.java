/** The running service: event loops, routes, the stores behind them, sweeps in quiet hours. */
@NullMarked
package dev.sojourn.server.internal.service;

import org.jspecify.annotations.NullMarked;
