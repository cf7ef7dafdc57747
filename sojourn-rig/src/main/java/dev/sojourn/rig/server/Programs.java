package dev.sojourn.rig.server;

import dev.sojourn.testkit.Setting;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds and runs programs of this machine. */
final class Programs {

  private Programs() {}

  /**
   * The program that the setting names, else the one of that name on the PATH. A setting that does
   * not name a program is an error, not a reason to skip tests.
   */
  static Optional<Path> named(String program, String setting) {
    return chosen(setting).or(() -> onPath(program));
  }

  /** The same, but a program that {@code ./check} installed precedes the one on the PATH. */
  static Optional<Path> named(String program, String setting, Optional<Path> installed) {
    return chosen(setting).or(() -> installed).or(() -> onPath(program));
  }

  /** The program that the setting names. */
  static Optional<Path> chosen(String setting) {
    return Setting.of(setting).map(path -> chosen(path, setting));
  }

  static Optional<Path> onPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Programs::isProgram)
        .findFirst();
  }

  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Runs a command and returns its output with its errors; it must exit with 0. */
  static String output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.onExit().join().exitValue();
      if (status != 0) {
        throw new IllegalStateException(command + " ended with " + status + ": " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    }
  }

  private static Path chosen(String path, String setting) {
    Path file = Path.of(path);
    if (!isProgram(file)) {
      throw new IllegalStateException(
          "no program at " + path + ", which " + Setting.variable(setting) + " names");
    }
    return file;
  }
}
