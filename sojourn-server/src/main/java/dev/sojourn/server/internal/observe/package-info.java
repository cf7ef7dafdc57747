/**
 * Observability: health, metrics, log.
 *
 * <p>Start at {@link dev.sojourn.server.internal.observe.Metrics}, {@link
 * dev.sojourn.server.internal.observe.Health}, {@link
 * dev.sojourn.server.internal.observe.ServiceLog} and {@link
 * dev.sojourn.server.internal.observe.MeteredStore}.
 */
@NullMarked
package dev.sojourn.server.internal.observe;

import org.jspecify.annotations.NullMarked;
