package dev.sojourn.redis.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Files of the repository, to compare documentation with code. */
public final class Docs {

  private static final Path ROOT = Path.of("..");

  private Docs() {}

  /** A file of the repository. */
  public static String text(String name) {
    try {
      return Files.readString(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every text between two marks, without the rest of the first mark's line. */
  public static List<String> between(String begin, String end, String text) {
    return Pattern.compile(
            Pattern.quote(begin) + "\\n?(.*?)[ ]*" + Pattern.quote(end), Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
