package dev.sojourn.server.internal.tryout;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories of {@code PATH}, without relative ones.
 *
 * @param directories the directories in order
 */
record SearchPath(List<Path> directories) {

  /** Parses the value of the variable. */
  static SearchPath of(String variable) {
    return new SearchPath(
        Stream.of(variable.split(File.pathSeparator, -1))
            .filter(text -> !text.isEmpty())
            .map(Path::of)
            .filter(Path::isAbsolute)
            .toList());
  }

  /** The search path of this process. */
  static SearchPath ofThisProcess() {
    return of(System.getenv().getOrDefault("PATH", ""));
  }

  /** All programs of a name; a shell would run the first. */
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
