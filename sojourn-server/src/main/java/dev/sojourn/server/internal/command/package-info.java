/**
 * The command line: {@code serve}, {@code sweep}, {@code stats}, {@code migrate}, {@code advise},
 * {@code dictionary}.
 */
@NullMarked
package dev.sojourn.server.internal.command;

import org.jspecify.annotations.NullMarked;
