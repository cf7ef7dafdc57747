package dev.sojourn.redis.rig;

import dev.sojourn.rig.server.RedisServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An ACL file of the documentation. */
public final class AclFile {

  private static final String JSON = "[json]";
  private static final String OTHER_KEYS = "(";

  private AclFile() {}

  /** The commands that it grants, in capitals, without subcommands. */
  public static Set<String> commands() {
    return Stream.concat(rights(), ofJson())
        .map(right -> right.split("\\|", 2)[0])
        .collect(Collectors.toSet());
  }

  /**
   * The commands and subcommands that it grants on every server, such as {@code GET} and {@code
   * CLIENT|SETNAME}.
   */
  public static Stream<String> rights() {
    return rights(line -> !line.startsWith(JSON) && !line.startsWith(OTHER_KEYS));
  }

  /** Those that it grants on servers with the JSON type only. */
  public static Stream<String> ofJson() {
    return rights(line -> line.startsWith(JSON));
  }

  private static Stream<String> rights(Predicate<String> lines) {
    return text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .filter(lines)
        .flatMap(line -> Arrays.stream(line.split(" ", -1)))
        .filter(word -> word.startsWith("+"))
        .map(word -> word.substring(1).toUpperCase(Locale.ROOT));
  }

  private static String text() {
    try (InputStream in = RedisServers.class.getResourceAsStream("sojourn.acl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
