package dev.sojourn.redis.internal.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A Lua script, concatenated from resource files beside this class: preludes, then an operation.
 * Its text is constant; values are passed as keys and arguments.
 *
 * @param name the operation's name, for messages
 * @param text the whole text
 * @param sha1 the hash of the text, for {@code EVALSHA}
 */
public record Script(String name, String text, String sha1) {

  /** The prelude that a resource needs; only where needed, as each function costs every run. */
  private static final Map<String, String> BASES =
      Map.of("string", "numbers", "string_write", "numbers");

  /** Joins the named resources and, once each, their bases; the last one is the operation. */
  public static Script of(String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : withBases(names)) {
      text.append(resource(name + ".lua")).append('\n');
    }
    return new Script(names[names.length - 1], text.toString(), sha1(text.toString()));
  }

  private static Set<String> withBases(String... names) {
    Set<String> all = new LinkedHashSet<>();
    for (String name : names) {
      Optional.ofNullable(BASES.get(name)).ifPresent(all::add);
      all.add(name);
    }
    return all;
  }

  private static String resource(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
