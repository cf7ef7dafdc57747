package dev.sojourn.server.internal.api;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The accepted service keys, as hashes. A key file has a line {@code name roles sha256-hex} for
 * each, like {@code ops operator,app 60303a…}; empty lines and lines that begin with {@code #} are
 * ignored. Immutable.
 */
public final class ServiceKeys {

  private static final int FIELDS = 3;

  private final List<ServiceKey> keys;

  private ServiceKeys(List<ServiceKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** One key, given in clear. */
  public static ServiceKeys of(String name, Set<Role> roles, String rawKey) {
    return new ServiceKeys(List.of(new ServiceKey(name, roles, ServiceKey.hash(rawKey))));
  }

  /**
   * Reads the keys of a file.
   *
   * @throws IllegalArgumentException with one sentence that names the line and the error, but never
   *     the content
   */
  public static ServiceKeys read(Path file) {
    List<String> lines = lines(file);
    List<ServiceKey> keys = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && line.charAt(0) != '#') {
        keys.add(key(file, i + 1, line, keys));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("the key file " + file + " has no key");
    }
    return new ServiceKeys(keys);
  }

  /** These keys and the others. */
  public ServiceKeys and(ServiceKeys others) {
    List<ServiceKey> all = new ArrayList<>(keys);
    others.keys.forEach(key -> all.add(requireNew(key, all)));
    return new ServiceKeys(all);
  }

  /** Finds a raw key; always compares all keys, so that the time reveals nothing. */
  Optional<ServiceKey> find(String raw) {
    byte[] hash = ServiceKey.hash(raw);
    @Nullable ServiceKey found = null;
    for (ServiceKey key : keys) {
      found = key.matches(hash) ? key : found;
    }
    return Optional.ofNullable(found);
  }

  @Override
  public String toString() {
    return "ServiceKeys" + keys;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException("the key file " + file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the key file " + file + " cannot be read", e);
    }
  }

  private static ServiceKey key(Path file, int number, String line, List<ServiceKey> before) {
    try {
      return requireNew(parse(line), before);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "line " + number + " of the key file " + file + ": " + e.getMessage(), e);
    }
  }

  private static ServiceKey parse(String line) {
    String[] fields = line.split("\\s+", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("a key line is 'name roles sha256-hex'");
    }
    return new ServiceKey(fields[0], roles(fields[1]), digest(fields[2]));
  }

  private static Set<Role> roles(String text) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : text.split(",", -1)) {
      roles.add(
          Role.named(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("the roles are app, operator or app,operator")));
    }
    return roles;
  }

  private static byte[] digest(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // rejected by ServiceKey, which does not repeat it
    }
  }

  private static ServiceKey requireNew(ServiceKey key, List<ServiceKey> before) {
    if (before.stream().anyMatch(other -> other.name().equals(key.name()))) {
      throw new IllegalArgumentException("another key has the same name");
    }
    if (before.stream().anyMatch(key::sameHash)) {
      throw new IllegalArgumentException("another key has the same hash");
    }
    return key;
  }
}
