package dev.sojourn;

import dev.sojourn.Session.TypeReference;
import dev.sojourn.spi.AttributeCodec;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Edit;
import dev.sojourn.spi.SessionDelta.Nested;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects changes of a session until they are sent. Not thread-safe. */
public final class Changes {

  private final AttributeCodec codec;
  private final Map<String, Change> attributes = new LinkedHashMap<>();

  private Optional<String> label = Optional.empty();
  private Optional<Timeouts> timeouts = Optional.empty();

  Changes(AttributeCodec codec) {
    this.codec = codec;
  }

  /**
   * Sets an attribute; {@code null} removes it.
   *
   * @throws IllegalArgumentException when the value would not be read back the same, see {@link
   *     AttributeCodec#encode}
   */
  public Changes set(String name, @Nullable Object value) {
    if (value == null) {
      return remove(name);
    }
    attributes.put(SizeLimits.requireName(name), new Put(encode(codec, name, value)));
    return this;
  }

  /** Removes an attribute. */
  public Changes remove(String name) {
    attributes.put(SizeLimits.requireName(name), new Remove());
    return this;
  }

  /**
   * Computes an attribute's new value from its current one, atomically: no concurrent change of it
   * is lost. Applies after earlier changes of the attribute.
   *
   * @param edit maps the current value, empty if there is none, to the new one, empty to remove the
   *     attribute; may be called several times, on any thread, and must not block. The change fails
   *     with {@link UnreadableSession} when the current value cannot be read as that type
   */
  public <T> Changes edit(String name, Class<T> type, Function<Optional<T>, Optional<T>> edit) {
    return edit(name, type, value -> cast(type, value), edit);
  }

  /** As {@link #edit(String, Class, Function)}, of a generic type. */
  public <T> Changes edit(
      String name, TypeReference<T> type, Function<Optional<T>, Optional<T>> edit) {
    return edit(name, type.type(), type::cast, edit);
  }

  private <T> Changes edit(
      String name, Type type, Function<Object, T> cast, Function<Optional<T>, Optional<T>> edit) {
    String what = "attribute '" + SizeLimits.requireName(name) + "'";
    UnaryOperator<Optional<EncodedValue>> encoded =
        old ->
            edit.apply(decode(codec, what, old, type).map(cast))
                .map(value -> encode(codec, name, value));
    return edit(name, encoded);
  }

  /**
   * A member inside an attribute, to be changed alone: {@code at("cart.items[0].qty").set(3)}. See
   * {@link MemberPath} for the syntax of a path.
   *
   * @throws IllegalArgumentException when the text is not a path
   */
  public Member<Changes> at(String path) {
    return at(MemberPath.parse(path));
  }

  /** As {@link #at(String)}, with a path already parsed. */
  public Member<Changes> at(MemberPath path) {
    return at(path, this);
  }

  <S> Member<S> at(MemberPath path, S owner) {
    return new Member<>(owner, this, codec, path);
  }

  /** Adds a change of a member, applied after earlier changes of the same attribute. */
  void change(MemberChange change) {
    String name = change.path().attribute();
    Optional<Change> whole = whole(change);
    if (whole.isPresent()) {
      attributes.put(name, whole.get());
    } else if (attributes.getOrDefault(name, NONE) instanceof Nested earlier) {
      List<MemberChange> all = new ArrayList<>(earlier.members());
      all.add(change);
      attributes.put(name, new Nested(all));
    } else {
      edit(name, old -> SessionDelta.result(new Nested(List.of(change)), old));
    }
  }

  private static final Nested NONE = new Nested(List.of());

  /** A change that sets or removes the whole attribute does not depend on its value. */
  private static Optional<Change> whole(MemberChange change) {
    if (!change.path().steps().isEmpty()) {
      return Optional.empty();
    }
    if (change instanceof MemberChange.SetTo set) {
      return Optional.of(new Put(set.value()));
    }
    return change instanceof MemberChange.Removal ? Optional.of(new Remove()) : Optional.empty();
  }

  private Changes edit(String name, UnaryOperator<Optional<EncodedValue>> edit) {
    Optional<Change> earlier = Optional.ofNullable(attributes.get(name));
    attributes.put(
        name,
        new Edit(old -> edit.apply(earlier.map(c -> SessionDelta.result(c, old)).orElse(old))));
    return this;
  }

  /**
   * Sets the label of the device, see {@link Device#withLabel}; {@code null} and an empty one leave
   * it as it is.
   */
  public Changes label(@Nullable String text) {
    label = Device.labelled(text).label();
    return this;
  }

  /** Sets other timeouts. The idle deadline is computed anew from the last access. */
  public Changes timeouts(Timeouts other) {
    timeouts = Optional.of(other);
    return this;
  }

  /** The attributes of a new session as they are stored. */
  static Map<String, EncodedValue> encoded(AttributeCodec codec, Map<String, Object> values) {
    Map<String, EncodedValue> encoded = new LinkedHashMap<>();
    values.forEach((name, value) -> encoded.put(name, encode(codec, name, value)));
    return encoded;
  }

  /** Encodes an attribute's value; a refusal names the attribute. */
  static EncodedValue encode(AttributeCodec codec, String name, Object value) {
    try {
      return codec.encode(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "attribute '" + name + "' cannot be stored: " + e.getMessage(), e);
    }
  }

  /** Decodes a value; a failure says what was read, and as which type. */
  static Optional<Object> decode(
      AttributeCodec codec, String what, Optional<EncodedValue> stored, Type type) {
    try {
      return stored.filter(value -> !value.isNull()).map(value -> codec.decode(value, type));
    } catch (IllegalArgumentException e) {
      throw new UnreadableSession(
          what + " cannot be read as " + type.getTypeName() + ": " + e.getMessage(), e);
    }
  }

  /** A decoded value as its class, which may be a primitive type. */
  @SuppressWarnings("unchecked")
  static <T> T cast(Class<T> type, Object value) {
    return (T) MethodType.methodType(type).wrap().returnType().cast(value);
  }

  SessionDelta delta() {
    return new SessionDelta(attributes, label, timeouts);
  }
}
