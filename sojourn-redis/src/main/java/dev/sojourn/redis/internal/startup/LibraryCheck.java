package dev.sojourn.redis.internal.startup;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the libraries on the class path before the first connection: an application's build often
 * decides their versions, and one that is too old would fail later, with a missing class or field.
 * What has no version here, as in a shaded jar, passes.
 */
final class LibraryCheck {

  private static final List<Library> MINIMUMS =
      List.of(
          new Library("Lettuce", "io.lettuce/lettuce-core", 6, 5), // the commands of JSON
          new Library(
              "jackson-annotations", "com.fasterxml.jackson.core/jackson-annotations", 2, 21));

  private LibraryCheck() {}

  /**
   * Requires libraries that are new enough.
   *
   * @throws IllegalStateException that says in one sentence which is too old
   */
  static void require(ClassLoader classes) {
    MINIMUMS.forEach(library -> library.require(classes));
  }

  private record Library(String name, String coordinates, int major, int minor) {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?!\\d).*");

    void require(ClassLoader classes) {
      version(classes)
          .filter(this::isTooOld)
          .ifPresent(
              version -> {
                throw new IllegalStateException(
                    String.format(
                        "%s %s on the class path is too old: Sojourn needs %d.%d or newer",
                        name, version, major, minor));
              });
    }

    private boolean isTooOld(String version) {
      Matcher numbers = VERSION.matcher(version);
      if (!numbers.matches()) {
        return false;
      }
      int foundMajor = Integer.parseInt(numbers.group(1));
      return foundMajor < major
          || (foundMajor == major && Integer.parseInt(numbers.group(2)) < minor);
    }

    private Optional<String> version(ClassLoader classes) {
      String resource = "META-INF/maven/" + coordinates + "/pom.properties";
      try (InputStream file = classes.getResourceAsStream(resource)) {
        Properties properties = new Properties();
        if (file != null) {
          properties.load(file);
        }
        return Optional.ofNullable(properties.getProperty("version"));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }
}
