package dev.sojourn.redis.internal.layout;

import dev.sojourn.SizeLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Short names of attributes. A session that is written with short names stores their id, a hash of
 * all of them, so two servers of a fleet never read a short name as different attributes.
 * Immutable.
 */
public final class ShortNames {

  /** No short names. */
  public static final ShortNames NONE = new ShortNames(Map.of());

  private static final int ID_BYTES = 6;

  private final Map<String, String> shorts;
  private final Map<String, String> names;
  private final String id;

  /**
   * Checks the names.
   *
   * @param shorts from an attribute's name to its short name
   * @throws IllegalArgumentException when a name is not allowed, or two short names are equal
   */
  public ShortNames(Map<String, String> shorts) {
    this.shorts = Collections.unmodifiableMap(new TreeMap<>(shorts));
    this.names = new TreeMap<>();
    this.shorts.forEach(this::add);
    this.id = this.shorts.isEmpty() ? "" : id(this.shorts);
  }

  private void add(String name, String shorter) {
    SizeLimits.requireName(name);
    SizeLimits.requireName(shorter);
    if (Naming.isReserved(shorter)) {
      throw new IllegalArgumentException("no attribute may have the short name '" + shorter + "'");
    }
    if (names.put(shorter, name) != null) {
      throw new IllegalArgumentException("two attributes have the short name '" + shorter + "'");
    }
  }

  /** From an attribute's name to its short name. */
  public Map<String, String> all() {
    return shorts;
  }

  boolean isEmpty() {
    return shorts.isEmpty();
  }

  /** A hash of all of them; empty without short names. */
  public String id() {
    return id;
  }

  /** The short name of an attribute. */
  Optional<String> shortOf(String attribute) {
    return Optional.ofNullable(shorts.get(attribute));
  }

  /** The attribute that has the short name. */
  Optional<String> attributeOf(String shortName) {
    return Optional.ofNullable(names.get(shortName));
  }

  private static String id(Map<String, String> shorts) {
    StringBuilder text = new StringBuilder();
    shorts.forEach((name, shorter) -> text.append(name).append('\n').append(shorter).append('\n'));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
