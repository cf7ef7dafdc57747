package dev.sojourn.server.internal.tryout;

import java.nio.file.Path;

/**
 * A server that can be started.
 *
 * @param file the program
 * @param title what it is and where it comes from, for the banner
 */
record RedisProgram(Path file, String title) {}
