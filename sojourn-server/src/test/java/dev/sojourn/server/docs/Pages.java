package dev.sojourn.server.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files of the repository. */
final class Pages {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Pages() {}

  /** The documentation: the pages at the root and all below {@code docs} and {@code examples}. */
  static List<Path> all() {
    Stream<Path> atTheRoot = list(ROOT, 1, Pages::isMarkdown).stream();
    Stream<Path> below = Stream.of("docs", "examples").flatMap(Pages::pagesBelow);
    return Stream.concat(atTheRoot, below).toList();
  }

  /** The Java sources of all modules, including tests. */
  static List<Path> sources() {
    return list(ROOT, 1, path -> path.getFileName().toString().startsWith("sojourn-")).stream()
        .map(module -> module.resolve("src"))
        .filter(Files::isDirectory)
        .flatMap(src -> list(src, Integer.MAX_VALUE, Pages::isJava).stream())
        .toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> pagesBelow(String folder) {
    return list(ROOT.resolve(folder), Integer.MAX_VALUE, Pages::isMarkdown).stream();
  }

  private static List<Path> list(Path directory, int depth, Predicate<Path> wanted) {
    try (Stream<Path> found = Files.walk(directory, depth)) {
      return found.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isMarkdown(Path path) {
    return path.toString().endsWith(".md");
  }

  private static boolean isJava(Path path) {
    return path.toString().endsWith(".java");
  }
}
