/**
 * The command line: {@code serve}, {@code sweep}, {@code stats}, {@code migrate}, {@code advise},
 * {@code dictionary}.
 *
 * <p>Start at {@link dev.sojourn.server.internal.command.ServeCommand}, {@link
 * dev.sojourn.server.internal.command.ServeFlag}, {@link
 * dev.sojourn.server.internal.command.ServeSettings}, {@link
 * dev.sojourn.server.internal.command.ServiceStartup} and {@link
 * dev.sojourn.server.internal.command.Shutdown}.
 */
@NullMarked
package dev.sojourn.server.internal.command;

import org.jspecify.annotations.NullMarked;
