package dev.sojourn;

import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.internal.JsonText;

/**
 * A change of one member inside an attribute's value; immutable. Fails with {@link MemberMismatch}
 * where the stored value does not fit the change.
 */
public sealed interface MemberChange {

  /** The member that is changed. */
  MemberPath path();

  /**
   * Sets the member. The enclosing object or array must exist, and an array must have an element at
   * that index.
   *
   * @param path the member
   * @param value the new value
   */
  record SetTo(MemberPath path, EncodedValue value) implements MemberChange {
    /**
     * Checks the depth.
     *
     * @param path the member
     * @param value the new value
     * @throws IllegalArgumentException when it would be nested too deeply
     */
    public SetTo {
      requireDepth(path, 0, value);
    }
  }

  /**
   * Removes the member; has no effect if it does not exist. Later elements of an array move up.
   *
   * @param path the member
   */
  record Removal(MemberPath path) implements MemberChange {}

  /**
   * Adds to the member, which must be a whole number, also afterwards, of 64 bits.
   *
   * @param path the member
   * @param by the amount; may be negative
   */
  record Increment(MemberPath path, long by) implements MemberChange {}

  /**
   * Adds an element at the end of the member, which must be an array.
   *
   * @param path the member
   * @param value the element
   */
  record Append(MemberPath path, EncodedValue value) implements MemberChange {
    /**
     * Checks the depth.
     *
     * @param path the member
     * @param value the element
     * @throws IllegalArgumentException when it would be nested too deeply
     */
    public Append {
      requireDepth(path, 1, value);
    }
  }

  /**
   * Applies a merge patch (RFC 7396): members of the patch are set, those that are {@code null}
   * removed, objects merged, the rest stays. A value that is not an object is replaced. A member
   * that does not exist is added to its enclosing object, which must exist.
   *
   * @param path the member
   * @param patch an object
   */
  record Merge(MemberPath path, EncodedValue patch) implements MemberChange {
    /**
     * Checks the patch and its depth.
     *
     * @param path the member
     * @param patch an object
     * @throws IllegalArgumentException when it is not an object, or nested too deeply
     */
    public Merge {
      if (patch.kind() == Kind.TEXT || patch.text().charAt(0) != '{') {
        throw new IllegalArgumentException("what is merged must be an object, such as a map");
      }
      requireDepth(path, 0, patch);
    }
  }

  private static void requireDepth(MemberPath path, int more, EncodedValue value) {
    if (path.steps().size() + more + JsonText.of(value).depth() > SizeLimits.DEEPEST_VALUE) {
      throw new IllegalArgumentException(
          "a value must be nested at most " + SizeLimits.DEEPEST_VALUE + " deep in its attribute");
    }
  }
}
