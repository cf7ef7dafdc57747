package dev.sojourn.server.api;

import java.util.function.Supplier;

/** JSON Pointers (RFC 6901) to members of a body. */
final class Pointers {

  private Pointers() {}

  /** A member of what the parent points to. */
  static String member(String parent, String name) {
    return parent + '/' + name.replace("~", "~0").replace("/", "~1");
  }

  /**
   * What the supplier makes of the member at a pointer.
   *
   * @throws Refused with that pointer when the value is none that is allowed
   */
  static <T> T at(String pointer, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new Refused(Problem.malformed(String.valueOf(e.getMessage()), pointer));
    }
  }
}
