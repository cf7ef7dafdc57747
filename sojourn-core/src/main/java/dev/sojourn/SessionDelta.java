package dev.sojourn;

import java.util.Collections;
import java.util.LinkedHashMap;
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
   * Checks the names and copies the changes.
   *
   * @param attributes a change for each attribute
   * @param label another label
   * @param timeouts other timeouts
   * @throws IllegalArgumentException for a name or label that no session may have
   */
  public SessionDelta {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    attributes.keySet().forEach(Limits::requireName);
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
    return attributes.values().stream().anyMatch(Edit.class::isInstance);
  }

  /** Whether a session may hold more afterwards. */
  public boolean mayGrow() {
    return attributes.values().stream().anyMatch(change -> !(change instanceof Remove));
  }

  /** The attributes after this change. */
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
    return change instanceof Edit edit ? edit.edit().apply(before) : Optional.empty();
  }
}
