package dev.sojourn;

import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.internal.JsonText;

/**
 * What becomes of one member inside an attribute's value; immutable. Where the member is not what a
 * change needs, that is a {@link MemberMismatch}.
 */
public sealed interface MemberChange {

  /** The place that is changed. */
  MemberPath path();

  /**
   * The member has this value. The object or array that it is in must be there, and an array must
   * have an element at that index.
   *
   * @param path the place
   * @param value the new value
   */
  record SetTo(MemberPath path, EncodedValue value) implements MemberChange {
    /**
     * Checks the depth.
     *
     * @param path the place
     * @param value the new value
     * @throws IllegalArgumentException when it would be nested too deeply
     */
    public SetTo {
      requireDepth(path, 0, value);
    }
  }

  /**
   * The member is gone; what is not there is gone already. The elements after one of an array move
   * up.
   *
   * @param path the place
   */
  record Removal(MemberPath path) implements MemberChange {}

  /**
   * The whole number that is there grows; it must be there, and stay within 64 bits.
   *
   * @param path the place
   * @param by how much; below 0 to shrink
   */
  record Increment(MemberPath path, long by) implements MemberChange {}

  /**
   * The array that is there has one more element, at its end.
   *
   * @param path the place
   * @param value the element
   */
  record Append(MemberPath path, EncodedValue value) implements MemberChange {
    /**
     * Checks the depth.
     *
     * @param path the place
     * @param value the element
     * @throws IllegalArgumentException when it would be nested too deeply
     */
    public Append {
      requireDepth(path, 1, value);
    }
  }

  /**
   * A merge patch (RFC 7396) is applied: members of the patch are set, those that are {@code null}
   * removed, objects merged, the rest stays. What is no object is replaced; where nothing is, there
   * must be an object around it, which gets a member.
   *
   * @param path the place
   * @param patch an object
   */
  record Merge(MemberPath path, EncodedValue patch) implements MemberChange {
    /**
     * Checks the patch and its depth.
     *
     * @param path the place
     * @param patch an object
     * @throws IllegalArgumentException when it is no object, or nested too deeply
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
