package dev.sojourn.server.internal.api;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The permissions of a service key. */
public enum Role {
  /** Create, verify, log in, rotate, read, change, revoke and list sessions. */
  APP,
  /** Read, list and revoke sessions, receive events, sweep, count; never handles a token. */
  OPERATOR;

  /** The role of a name; empty if there is none. */
  static Optional<Role> named(String name) {
    return Stream.of(values()).filter(role -> role.label().equals(name)).findFirst();
  }

  /** The name in key files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
