package dev.sojourn.server.internal.api;

import java.util.function.Supplier;

/** JSON Pointers (RFC 6901) to members of a body. */
final class JsonPointers {

  private JsonPointers() {}

  /** A member of what the parent points to. */
  static String member(String parent, String name) {
    return parent + '/' + name.replace("~", "~0").replace("/", "~1");
  }

  /**
   * What the supplier makes of the member at a pointer.
   *
   * @throws ProblemException with that pointer when the value is none that is allowed
   */
  static <T> T at(String pointer, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.malformed(String.valueOf(e.getMessage()), pointer));
    }
  }
}
