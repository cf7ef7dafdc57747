package dev.sojourn;

import dev.sojourn.MemberChange.Append;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.Removal;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.spi.AttributeCodec;
import java.util.Map;

/**
 * A place inside an attribute, to be changed without sending the rest of it: {@code
 * session.at("cart.items[0].qty").set(3)}. Each verb remembers one change and answers what {@code
 * at} was asked of. Whether the place is there is seen when the change is made: if not, it fails
 * with {@link MemberMismatch}, and nothing is written.
 *
 * @param <S> what the change is remembered by
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
   * Sets the member, whatever it has been. The object around it must be there, or the array have
   * that element.
   *
   * @throws IllegalArgumentException when the value would not come back as it is, or be nested too
   *     deeply
   */
  public S set(Object value) {
    return record(new SetTo(path, codec.encode(value)));
  }

  /** Removes the member; what is not there is gone already. */
  public S remove() {
    return record(new Removal(path));
  }

  /** Adds to the whole number that is there. */
  public S increment(long by) {
    return record(new Increment(path, by));
  }

  /**
   * Adds an element to the array that is there, at its end.
   *
   * @throws IllegalArgumentException as of {@link #set}
   */
  public S append(Object value) {
    return record(new Append(path, codec.encode(value)));
  }

  /**
   * Applies a merge patch (RFC 7396): what the patch names is set, what it has {@code null} for is
   * removed, objects are merged, the rest stays. What is no object is replaced.
   *
   * @param patch an object of its own, such as a {@link Map}
   * @throws IllegalArgumentException as of {@link #set}, or when the patch is no object
   */
  public S merge(Object patch) {
    return record(new Merge(path, codec.encode(patch)));
  }

  private S record(MemberChange change) {
    changes.change(change);
    return owner;
  }
}
