package dev.sojourn.server.internal.api;

import java.util.function.Supplier;

/** JSON Pointers (RFC 6901) to members of a body. */
final class JsonPointers {

  private JsonPointers() {}

  /** The pointer to a member of the parent. */
  static String member(String parent, String name) {
    return parent + '/' + name.replace("~", "~0").replace("/", "~1");
  }

  /**
   * Parses the member at a pointer.
   *
   * @throws ProblemException with that pointer if the supplier finds the value illegal
   */
  static <T> T at(String pointer, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.malformed(String.valueOf(e.getMessage()), pointer));
    }
  }
}
