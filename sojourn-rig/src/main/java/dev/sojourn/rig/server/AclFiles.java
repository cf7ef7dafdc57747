package dev.sojourn.rig.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ACL rules of the users {@code sojourn}, {@code sojourn-maintenance} and {@code
 * sojourn-migrate}, read from the published files, so that tests run with the rights that an
 * operator grants.
 */
final class AclFiles {

  /** No namespace, and the namespace {@code test}. */
  private static final List<String> NAMESPACES = List.of("", "test:");

  private AclFiles() {}

  /** The line of {@code redis.conf} for a server to which these marks of the file apply. */
  static String user(String password, Set<String> marks) {
    return line("sojourn.acl", password, marks);
  }

  /** The same for the maintenance user. */
  static String maintenance(String password, Set<String> marks) {
    return line("sojourn-maintenance.acl", password, marks);
  }

  /** The same for the migration user. */
  static String migrate(String password, Set<String> marks) {
    return line("sojourn-migrate.acl", password, marks);
  }

  private static String line(String file, String password, Set<String> marks) {
    String sha256 = Sha256.hex(password.getBytes(StandardCharsets.UTF_8));
    return template(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .filter(line -> !line.startsWith("[") || marks.contains(mark(line)))
        .flatMap(line -> inEachNamespace(line.substring(line.indexOf(']') + 1).strip()))
        .collect(Collectors.joining(" "))
        .replace("{password-sha256}", sha256);
  }

  private static String mark(String line) {
    return line.substring(1, line.indexOf(']'));
  }

  private static Stream<String> inEachNamespace(String rules) {
    return rules.contains("{namespace}")
        ? NAMESPACES.stream().map(namespace -> rules.replace("{namespace}", namespace))
        : Stream.of(rules);
  }

  private static String template(String file) {
    try (InputStream resource = AclFiles.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException("not on the class path: " + file);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
