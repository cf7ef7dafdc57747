package dev.sojourn.server.internal.tryout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory that only its owner can enter; the watchdog removes it.
 *
 * @param path the path of the directory
 */
record PrivateDirectory(Path path) {

  private static final String LOG = "redis.log";

  /** Creates a new directory. */
  static PrivateDirectory create() {
    try {
      return new PrivateDirectory(
          Files.createTempDirectory(
              "sojourn-try-out-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    } catch (IOException | UnsupportedOperationException e) {
      throw new CannotTryOut("its private directory cannot be created", e);
    }
  }

  /** The log of Redis so far. */
  String log() {
    Path log = path.resolve(LOG);
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
