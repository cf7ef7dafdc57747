package dev.sojourn.rig.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * The program of a kind of server, searched once per JVM.
 *
 * @param path of the executable file
 * @param major of its version, 7 of 7.0.15
 * @param minor of its version, 0 of 7.0.15
 * @param json the module that gives it the JSON data type
 */
record ServerBinary(Path path, int major, int minor, Optional<Path> json) {

  private static final Map<ServerKind, Optional<ServerBinary>> FOUND = new ConcurrentHashMap<>();
  private static final Pattern VERSION = Pattern.compile(" v=(\\d+)\\.(\\d+)\\.");

  static Optional<ServerBinary> find(ServerKind kind) {
    return FOUND.computeIfAbsent(
        kind, wanted -> wanted.locate().map(path -> at(path, wanted.module())));
  }

  /** If there is none, the test fails or is skipped, see {@link ServerKind}. */
  static ServerBinary of(ServerKind kind) {
    return find(kind).orElseGet(() -> missing(kind, kind.isRequired()));
  }

  static ServerBinary missing(ServerKind kind, boolean required) {
    if (required) {
      throw new AssertionError("required, but missing: " + kind + ". " + kind.howToGet());
    }
    return Assumptions.abort("not tested because it is missing: " + kind + ". " + kind.howToGet());
  }

  boolean isAtLeast(int major, int minor) {
    return this.major > major || (this.major == major && this.minor >= minor);
  }

  private static ServerBinary at(Path path, Optional<Path> json) {
    String about = Programs.output(List.of(path.toString(), "--version"));
    Matcher version = VERSION.matcher(about);
    if (!version.find()) {
      throw new IllegalStateException(path + " prints no version: " + about);
    }
    return new ServerBinary(
        path, Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)), json);
  }
}
