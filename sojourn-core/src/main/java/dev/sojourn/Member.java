package dev.sojourn;

import dev.sojourn.MemberChange.Append;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.Removal;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.spi.AttributeCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member inside an attribute, changed without sending the rest of the attribute: {@code
 * session.at("cart.items[0].qty").set(3)}. Each method records one change and returns the object
 * that {@code at} was called on. Whether the member exists is checked when the change is written;
 * if it does not, the change fails with {@link MemberMismatch} and nothing is written.
 *
 * @param <S> the type that records the change: {@link Session} or {@link Changes}
 */
public final class Member<S> {

  private final S owner;
  private final Changes changes;
  private final AttributeCodec codec;
  private final MemberPath path;

  Member(S owner, Changes changes, AttributeCodec codec, MemberPath path) {
    this.owner = owner;
    this.changes = changes;
    this.codec = codec;
    this.path = path;
  }

  /**
   * Sets the member. The enclosing object must exist, or the array have an element at that index.
   * {@code null} is stored as a JSON null, which is read as absent; a whole attribute is removed.
   *
   * @throws IllegalArgumentException when the value would not be read back the same, or is nested
   *     too deeply
   */
  public S set(@Nullable Object value) {
    return value == null && path.steps().isEmpty()
        ? remove()
        : record(new SetTo(path, encode(value)));
  }

  /** Removes the member; has no effect if it does not exist. */
  public S remove() {
    return record(new Removal(path));
  }

  /** Adds to the member, which must be a whole number. */
  public S increment(long by) {
    return record(new Increment(path, by));
  }

  /**
   * Adds an element at the end of the member, which must be an array.
   *
   * @throws IllegalArgumentException as {@link #set}
   */
  public S append(@Nullable Object value) {
    return record(new Append(path, encode(value)));
  }

  /**
   * Applies a merge patch (RFC 7396): members of the patch are set, those that are {@code null} are
   * removed, objects are merged, the rest stays. A value that is not an object is replaced.
   *
   * @param patch a value that is encoded as an object, such as a {@link Map}
   * @throws IllegalArgumentException as {@link #set}, or when the patch is not an object
   */
  public S merge(Object patch) {
    return record(new Merge(path, encode(patch)));
  }

  private EncodedValue encode(@Nullable Object value) {
    return value == null
        ? EncodedValue.json("null")
        : Changes.encode(codec, path.toString(), value);
  }

  private S record(MemberChange change) {
    changes.change(change);
    return owner;
  }
}
