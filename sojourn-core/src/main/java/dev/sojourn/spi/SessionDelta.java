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
 * The changes that one request made to a session; immutable. Attributes without a change keep their
 * value, including concurrent changes of other requests.
 *
 * @param attributes the changed attributes by name
 * @param label a new label for the device
 * @param timeouts new timeouts; the idle deadline is computed anew from the last access
 */
public record SessionDelta(
    Map<String, Change> attributes, Optional<String> label, Optional<Timeouts> timeouts) {

  /** No changes. */
  public static final SessionDelta NONE =
      new SessionDelta(Map.of(), Optional.empty(), Optional.empty());

  /** A change of one attribute. */
  public sealed interface Change {}

  /**
   * Sets the attribute.
   *
   * @param value the new value
   */
  public record Put(EncodedValue value) implements Change {}

  /** Removes the attribute. */
  public record Remove() implements Change {}

  /**
   * Computes the attribute's new value from its current one, atomically: no concurrent change is
   * lost. The function may be called several times, on any thread; it must not block or keep state.
   *
   * @param edit maps the current value, empty if there is none, to the new one, empty to remove it
   */
  public record Edit(UnaryOperator<Optional<EncodedValue>> edit) implements Change {}

  /**
   * Changes members inside the attribute's value, in order; the rest of the value stays.
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
   * @param attributes the changed attributes
   * @param label a new label
   * @param timeouts new timeouts
   * @throws IllegalArgumentException for an invalid name or label
   */
  public SessionDelta {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    attributes.keySet().forEach(SizeLimits::requireName);
    label = label.flatMap(text -> Device.labelled(text).label());
  }

  /** Changes of attributes only. */
  public static SessionDelta of(Map<String, Change> attributes) {
    return new SessionDelta(attributes, Optional.empty(), Optional.empty());
  }

  /** Whether there are no changes. */
  public boolean isEmpty() {
    return attributes.isEmpty() && label.isEmpty() && timeouts.isEmpty();
  }

  /** Whether any new value depends on a current one. */
  public boolean hasEdits() {
    return attributes.values().stream().anyMatch(SessionDelta::dependsOnOld);
  }

  /** Whether the new value depends on the current one. */
  public static boolean dependsOnOld(Change change) {
    return change instanceof Edit || change instanceof Nested;
  }

  /** Whether the session may be larger afterwards. */
  public boolean mayGrow() {
    return attributes.values().stream().anyMatch(SessionDelta::mayGrow);
  }

  private static boolean mayGrow(Change change) {
    return change instanceof Nested nested
        ? nested.members().stream().anyMatch(member -> !(member instanceof MemberChange.Removal))
        : !(change instanceof Remove);
  }

  /**
   * The attributes after these changes.
   *
   * @throws MemberMismatch when a nested change does not fit; also whatever an edit throws
   */
  public Map<String, EncodedValue> applyTo(Map<String, EncodedValue> before) {
    Map<String, EncodedValue> after = new LinkedHashMap<>(before);
    attributes.forEach(
        (name, change) ->
            result(change, Optional.ofNullable(before.get(name)))
                .ifPresentOrElse(value -> after.put(name, value), () -> after.remove(name)));
    return after;
  }

  /** The value of an attribute after a change; empty means no attribute. */
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
