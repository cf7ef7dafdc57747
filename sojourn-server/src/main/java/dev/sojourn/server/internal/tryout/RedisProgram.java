package dev.sojourn.server.internal.tryout;

import java.nio.file.Path;

/**
 * A server program.
 *
 * @param file the executable
 * @param title its name, version and origin, for the banner
 */
record RedisProgram(Path file, String title) {}
