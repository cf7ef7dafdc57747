package dev.sojourn.spi;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberMismatch;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.internal.MemberEditor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What one request changed in a session; immutable. Attributes that it does not name stay as they
 * are, whatever other requests make of them.
 *
 * @param attributes a change for each attribute that is concerned
 * @param label another label for the device
 * @param timeouts other timeouts; the idle deadline moves with them, it is not slid
 */
public record SessionDelta(
    Map<String, Change> attributes, Optional<String> label, Optional<Timeouts> timeouts) {

  /** Nothing changes. */
  public static final SessionDelta NONE =
      new SessionDelta(Map.of(), Optional.empty(), Optional.empty());

  /** What becomes of one attribute. */
  public sealed interface Change {}

  /**
   * The attribute has this value, whatever it had before.
   *
   * @param value the new value
   */
  public record Put(EncodedValue value) implements Change {}

  /** The attribute is gone. */
  public record Remove() implements Change {}

  /**
   * The attribute's new value follows from the old one, with no change of another request lost
   * between them. The function may be called several times, on any thread; it neither blocks nor
   * keeps state.
   *
   * @param edit from the old value, empty when there is none, to the new one, empty to remove it
   */
  public record Edit(UnaryOperator<Optional<EncodedValue>> edit) implements Change {}

  /**
   * Members inside the attribute's value change, one after the other; the rest of it stays.
   *
   * @param members the changes, at least one, all of this attribute
   */
  public record Nested(List<MemberChange> members) implements Change {

    /**
     * Copies the changes.
     *
     * @param members the changes
     */
    public Nested {
      members = List.copyOf(members);
    }
  }

  /**
   * Checks the names and copies the changes.
   *
   * @param attributes a change for each attribute
   * @param label another label
   * @param timeouts other timeouts
   * @throws IllegalArgumentException for a name or label that no session may have
   */
  public SessionDelta {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    attributes.keySet().forEach(SizeLimits::requireName);
    label.ifPresent(Device::labelled);
  }

  /** A change of attributes alone. */
  public static SessionDelta of(Map<String, Change> attributes) {
    return new SessionDelta(attributes, Optional.empty(), Optional.empty());
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return attributes.isEmpty() && label.isEmpty() && timeouts.isEmpty();
  }

  /** Whether a new value depends on an old one. */
  public boolean hasEdits() {
    return attributes.values().stream().anyMatch(SessionDelta::dependsOnOld);
  }

  /** Whether what becomes of an attribute depends on its old value. */
  public static boolean dependsOnOld(Change change) {
    return change instanceof Edit || change instanceof Nested;
  }

  /** Whether a session may hold more afterwards. */
  public boolean mayGrow() {
    return attributes.values().stream().anyMatch(SessionDelta::mayGrow);
  }

  private static boolean mayGrow(Change change) {
    return change instanceof Nested nested
        ? nested.members().stream().anyMatch(member -> !(member instanceof MemberChange.Removal))
        : !(change instanceof Remove);
  }

  /**
   * The attributes after this change.
   *
   * @throws MemberMismatch when a nested change does not fit them; or what an edit throws
   */
  public Map<String, EncodedValue> applyTo(Map<String, EncodedValue> before) {
    Map<String, EncodedValue> after = new LinkedHashMap<>(before);
    attributes.forEach(
        (name, change) ->
            result(change, Optional.ofNullable(before.get(name)))
                .ifPresentOrElse(value -> after.put(name, value), () -> after.remove(name)));
    return after;
  }

  /** What a change makes of an attribute's value; empty is no attribute. */
  public static Optional<EncodedValue> result(Change change, Optional<EncodedValue> before) {
    if (change instanceof Put put) {
      return Optional.of(put.value());
    }
    if (change instanceof Nested nested) {
      return MemberEditor.changed(nested.members(), before);
    }
    return change instanceof Edit edit ? edit.edit().apply(before) : Optional.empty();
  }
}
