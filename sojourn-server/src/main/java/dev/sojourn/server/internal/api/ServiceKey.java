package dev.sojourn.server.internal.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;

/** A caller's key: a name for the log, its roles, the hash of its secret. */
final class ServiceKey {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int HASH_BYTES = 32;

  private final String name;
  private final Set<Role> roles;
  private final byte[] hash;

  /**
   * Checks the name and the roles.
   *
   * @throws IllegalArgumentException with one sentence that does not repeat them
   */
  ServiceKey(String name, Set<Role> roles, byte[] hash) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a key's name must be 1 to 64 of the characters A-Z a-z 0-9 . _ -");
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a key needs a role");
    }
    if (hash.length != HASH_BYTES) {
      throw new IllegalArgumentException("a key's hash must be a SHA-256, 64 hexadecimal digits");
    }
    this.name = name;
    this.roles = Set.copyOf(roles);
    this.hash = hash.clone();
  }

  /** The key's name, for the log. */
  String name() {
    return name;
  }

  /** Whether the key has one of these roles. */
  boolean hasAny(Set<Role> wanted) {
    return !Collections.disjoint(roles, wanted);
  }

  /** Whether the hash is this key's; takes constant time. */
  boolean matches(byte[] other) {
    return MessageDigest.isEqual(hash, other);
  }

  /** Whether both keys have the same hash. */
  boolean sameHash(ServiceKey other) {
    return matches(other.hash);
  }

  /** The hash of a raw key. */
  static byte[] hash(String raw) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(raw.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "ServiceKey[" + name + ", " + roles + "]";
  }
}
