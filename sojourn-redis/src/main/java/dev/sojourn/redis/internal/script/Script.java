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
 * A Lua script: preludes and an operation, each a resource file beside this class, one after the
 * other. Its text is a constant: what varies goes in as keys and arguments.
 *
 * @param name the operation's name, for messages
 * @param text the whole text
 * @param sha1 the text's hash, by which the server knows it
 */
public record Script(String name, String text, String sha1) {

  /** What a resource stands on: every function costs each run of the script that has it. */
  private static final Map<String, String> BASES =
      Map.of("string", "numbers", "string_write", "numbers");

  /** Joins the resources of these names and, once, their bases; the last one is the operation. */
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
