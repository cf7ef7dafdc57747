package dev.sojourn.server.internal.tryout;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories where a machine keeps its programs, {@code PATH}; relative ones are left out.
 *
 * @param directories in their order
 */
record SearchPath(List<Path> directories) {

  /** The directories that a variable's text lists. */
  static SearchPath of(String variable) {
    return new SearchPath(
        Stream.of(variable.split(File.pathSeparator, -1))
            .filter(text -> !text.isEmpty())
            .map(Path::of)
            .filter(Path::isAbsolute)
            .toList());
  }

  /** This process's own. */
  static SearchPath ofThisProcess() {
    return of(System.getenv().getOrDefault("PATH", ""));
  }

  /** All programs of that name, the first is the one that a shell would run. */
  Stream<Path> all(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }

  /** The program that a shell would run. */
  Optional<Path> find(String name) {
    return all(name).findFirst();
  }
}
