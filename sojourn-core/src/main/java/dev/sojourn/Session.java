package dev.sojourn;

import dev.sojourn.spi.AttributeCodec;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionRecord;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request's view of its session. It records changes and does no I/O; {@link Sessions#save}
 * sends only what changed. Each {@code get} decodes the value anew, so requests never share a
 * mutable object; a value that was modified after it was read must be {@link #set} again.
 *
 * <p>Not thread-safe: confined to one request.
 */
public final class Session {

  private final SessionRecord record;
  private final AttributeCodec codec;
  private final Changes changes;

  Session(SessionRecord record, AttributeCodec codec) {
    this.record = record;
    this.codec = codec;
    this.changes = new Changes(codec);
  }

  /** The session's public handle. */
  public SessionId id() {
    return record.id();
  }

  /** The user; empty for an anonymous session. */
  public Optional<String> user() {
    return record.user();
  }

  /** When it was created; a login creates it anew. */
  public Instant createdAt() {
    return record.createdAt();
  }

  /** When it was last accessed, accurate to the touch interval. */
  public Instant lastAccessAt() {
    return record.lastAccessAt();
  }

  /** When it expires unless it is accessed before. */
  public Instant expiresAt() {
    return record.expiresAt();
  }

  /** When it expires at the latest. */
  public Instant absoluteExpiresAt() {
    return record.absoluteExpiresAt();
  }

  /** Its timeouts, as stored. */
  public Timeouts timeouts() {
    return record.timeouts();
  }

  /** Its device, as stored. */
  public Device device() {
    return record.device();
  }

  /** The same session without its attributes. */
  public Summary summary() {
    return record.summary();
  }

  /** The names of its attributes, including this request's changes. */
  public Set<String> names() {
    return changes().applyTo(record.attributes()).keySet();
  }

  /** A text attribute, including this request's changes; empty when there is none. */
  public Optional<String> get(String name) {
    return get(name, String.class);
  }

  /**
   * An attribute, including this request's changes, decoded into a new object.
   *
   * @return empty when there is none, or it is a JSON null
   * @throws UnreadableSession when it cannot be read as that type
   */
  public <T> Optional<T> get(String name, Class<T> type) {
    return decode(name, type).map(value -> Changes.cast(type, value));
  }

  /**
   * An attribute of a generic type: {@code get("carts", new TypeReference<List<Cart>>() {})}.
   *
   * @return empty when there is none, or it is a JSON null
   * @throws UnreadableSession when it cannot be read as that type
   */
  public <T> Optional<T> get(String name, TypeReference<T> type) {
    return decode(name, type.type()).map(type::cast);
  }

  /**
   * An attribute of a type known only when the program runs, including this request's changes.
   *
   * @return empty when there is none, or it is a JSON null
   * @throws UnreadableSession when it cannot be read as that type
   */
  public Optional<Object> get(String name, Type type) {
    return decode(name, type);
  }

  /**
   * Sets an attribute; {@code null} removes it.
   *
   * @throws IllegalArgumentException when the value would not be read back the same, see {@link
   *     AttributeCodec#encode}
   */
  public Session set(String name, @Nullable Object value) {
    changes.set(name, value);
    return this;
  }

  /** Removes an attribute. */
  public Session remove(String name) {
    changes.remove(name);
    return this;
  }

  /** Computes an attribute's new value from its current one, see {@link Changes#edit}. */
  public <T> Session edit(String name, Class<T> type, Function<Optional<T>, Optional<T>> edit) {
    changes.edit(name, type, edit);
    return this;
  }

  /** As {@link #edit(String, Class, Function)}, of a generic type. */
  public <T> Session edit(
      String name, TypeReference<T> type, Function<Optional<T>, Optional<T>> edit) {
    changes.edit(name, type, edit);
    return this;
  }

  /** A member inside an attribute, to be changed alone, see {@link Changes#at(String)}. */
  public Member<Session> at(String path) {
    return at(MemberPath.parse(path));
  }

  /** As {@link #at(String)}, with a path already parsed. */
  public Member<Session> at(MemberPath path) {
    return changes.at(path, this);
  }

  /** Sets the label of the device, see {@link Changes#label}. */
  public Session label(@Nullable String text) {
    changes.label(text);
    return this;
  }

  /** Sets other timeouts. The idle deadline is computed anew from the last access. */
  public Session timeouts(Timeouts other) {
    changes.timeouts(other);
    return this;
  }

  /** The changes of this request so far. */
  public SessionDelta changes() {
    return changes.delta();
  }

  /** The session as it was read. */
  public SessionRecord stored() {
    return record;
  }

  @Override
  public String toString() {
    return "Session[" + id() + "]";
  }

  /** The current value of one attribute; edits of others are not run. */
  private Optional<EncodedValue> current(String name) {
    Optional<EncodedValue> stored = Optional.ofNullable(record.attributes().get(name));
    return Optional.ofNullable(changes().attributes().get(name))
        .map(change -> SessionDelta.result(change, stored))
        .orElse(stored);
  }

  private Optional<Object> decode(String name, Type type) {
    String what = "attribute '" + name + "' of session " + id();
    return Changes.decode(codec, what, current(name), type);
  }

  /**
   * A generic type that an attribute is read as. A subclass keeps it when the program runs: {@code
   * new TypeReference<List<Cart>>() {}}.
   *
   * @param <T> the type
   */
  public abstract static class TypeReference<T> {

    private final Type type;

    /**
     * Takes the type from the subclass.
     *
     * @throws IllegalArgumentException when the subclass does not name it
     */
    protected TypeReference() {
      if (!(getClass().getGenericSuperclass() instanceof ParameterizedType reference)) {
        throw new IllegalArgumentException(
            "name the type: new TypeReference<List<String>>() {}, not new TypeReference() {}");
      }
      this.type = reference.getActualTypeArguments()[0];
    }

    /** The type, for an {@link AttributeCodec}. */
    public final Type type() {
      return type;
    }

    /** A value that the codec read as this type. */
    @SuppressWarnings("unchecked")
    final T cast(Object value) {
      return (T) value;
    }
  }

  /**
   * What a list of devices shows of a session: everything but its attributes. All times are by the
   * store's clock.
   *
   * @param id the session's public handle
   * @param user the user; empty for an anonymous session
   * @param createdAt when it was created; a login creates it anew
   * @param lastAccessAt when it was last accessed, accurate to the touch interval
   * @param expiresAt when it expires unless it is accessed before
   * @param absoluteExpiresAt when it expires at the latest
   * @param timeouts its timeouts
   * @param device its device
   */
  public record Summary(
      SessionId id,
      Optional<String> user,
      Instant createdAt,
      Instant lastAccessAt,
      Instant expiresAt,
      Instant absoluteExpiresAt,
      Timeouts timeouts,
      Device device) {}
}
