package dev.sojourn;

import dev.sojourn.SessionDelta.Change;
import dev.sojourn.SessionDelta.Edit;
import dev.sojourn.SessionDelta.Put;
import dev.sojourn.SessionDelta.Remove;
import dev.sojourn.spi.AttributeCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Changes of a session, remembered until they are sent. Not thread-safe. */
public final class Changes {

  private final AttributeCodec codec;
  private final Map<String, Change> attributes = new LinkedHashMap<>();
  private Optional<String> label = Optional.empty();
  private Optional<Timeouts> timeouts = Optional.empty();

  Changes(AttributeCodec codec) {
    this.codec = codec;
  }

  /**
   * Sets an attribute, whatever it has been.
   *
   * @throws IllegalArgumentException when the value would not come back as it is, see {@link
   *     AttributeCodec#encode}
   */
  public Changes set(String name, Object value) {
    attributes.put(Limits.requireName(name), new Put(codec.encode(value)));
    return this;
  }

  /** Removes an attribute. */
  public Changes remove(String name) {
    attributes.put(Limits.requireName(name), new Remove());
    return this;
  }

  /**
   * Makes an attribute's new value out of its old one, with no change of another request lost
   * between them; follows upon earlier changes of it.
   *
   * @param edit from the old value, empty when there is none, to the new one, empty to remove it;
   *     may be called several times, on any thread, and must not block. The change fails with
   *     {@link UnreadableSession} when the old value cannot be read as that type
   */
  public <T> Changes edit(String name, Class<T> type, Function<Optional<T>, Optional<T>> edit) {
    UnaryOperator<Optional<EncodedValue>> encoded =
        old -> edit.apply(old.map(value -> decode(name, value, type))).map(codec::encode);
    Optional<Change> earlier = Optional.ofNullable(attributes.get(Limits.requireName(name)));
    attributes.put(
        name,
        new Edit(old -> encoded.apply(earlier.map(c -> SessionDelta.result(c, old)).orElse(old))));
    return this;
  }

  /** Gives the device another label. */
  public Changes label(String text) {
    label = Device.labelled(text).label();
    return this;
  }

  /** Gives the session other timeouts; the idle deadline moves with them, it is not slid. */
  public Changes timeouts(Timeouts other) {
    timeouts = Optional.of(other);
    return this;
  }

  private <T> T decode(String name, EncodedValue value, Class<T> type) {
    try {
      return type.cast(codec.decode(value, type));
    } catch (IllegalArgumentException e) {
      throw new UnreadableSession(
          "attribute '" + name + "' cannot be read as " + type.getTypeName(), e);
    }
  }

  SessionDelta delta() {
    return new SessionDelta(attributes, label, timeouts);
  }
}
