package dev.sojourn.server.internal.api;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the holder of a service key may do. */
public enum Role {
  /** Create, verify, login, rotate, read, change, revoke, and list a user's sessions. */
  APP,
  /** Read, list, end and hear of what ends, sweep and count; never anything with a token. */
  OPERATOR;

  /** The role of that name; empty when there is none. */
  static Optional<Role> named(String name) {
    return Stream.of(values()).filter(role -> role.label().equals(name)).findFirst();
  }

  /** The role's name in a key file. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
