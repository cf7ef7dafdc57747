package dev.sojourn;

import dev.sojourn.spi.AttributeCodec;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionRecord;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One request's view of its session. It remembers changes and does no I/O: {@link Sessions#save}
 * sends what changed, and nothing else. Values are decoded anew at each {@code get}, so no two
 * requests share a mutable object; changing a value that was read is not seen until it is {@link
 * #set} again.
 *
 * <p>Not thread-safe: it belongs to one request.
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

  /** Whose session it is; empty for an anonymous one. */
  public Optional<String> user() {
    return record.user();
  }

  /** When it was created, or continued by a login. */
  public Instant createdAt() {
    return record.createdAt();
  }

  /** When it was last accessed, exact to the touch interval. */
  public Instant lastAccessAt() {
    return record.lastAccessAt();
  }

  /** When it ends if nobody comes. */
  public Instant expiresAt() {
    return record.expiresAt();
  }

  /** When it ends whatever happens. */
  public Instant absoluteExpiresAt() {
    return record.absoluteExpiresAt();
  }

  /** How long it lives, as stored. */
  public Timeouts timeouts() {
    return record.timeouts();
  }

  /** What its user sees of the device, as stored. */
  public Device device() {
    return record.device();
  }

  /** The names of its attributes, with this request's changes. */
  public Set<String> names() {
    return changes().applyTo(record.attributes()).keySet();
  }

  /** A text attribute, with this request's changes; empty when there is none. */
  public Optional<String> get(String name) {
    return get(name, String.class);
  }

  /**
   * An attribute as a value of its own, with this request's changes.
   *
   * @return empty when there is none
   * @throws UnreadableSession when it cannot be read as that type
   */
  public <T> Optional<T> get(String name, Class<T> type) {
    return current(name).map(value -> decode(name, value, type));
  }

  /**
   * An attribute of a generic type, with this request's changes.
   *
   * @return empty when there is none
   * @throws UnreadableSession when it cannot be read as that type
   */
  public Optional<Object> get(String name, Type type) {
    return current(name).map(value -> decode(name, value, type));
  }

  /**
   * Sets an attribute, whatever it has been.
   *
   * @throws IllegalArgumentException when the value would not come back as it is, see {@link
   *     AttributeCodec#encode}
   */
  public Session set(String name, Object value) {
    changes.set(name, value);
    return this;
  }

  /** Removes an attribute. */
  public Session remove(String name) {
    changes.remove(name);
    return this;
  }

  /** Makes an attribute's new value out of its old one, see {@link Changes#edit}. */
  public <T> Session edit(String name, Class<T> type, Function<Optional<T>, Optional<T>> edit) {
    changes.edit(name, type, edit);
    return this;
  }

  /** A place inside an attribute, to be changed alone, see {@link Changes#at(String)}. */
  public Member<Session> at(String path) {
    return at(MemberPath.parse(path));
  }

  /** As {@link #at(String)}, of a path that was made before. */
  public Member<Session> at(MemberPath path) {
    return changes.at(path, this);
  }

  /** Gives the device another label. */
  public Session label(String text) {
    changes.label(text);
    return this;
  }

  /** Gives the session other timeouts; the idle deadline moves with them, it is not slid. */
  public Session timeouts(Timeouts other) {
    changes.timeouts(other);
    return this;
  }

  /** What this request changed so far. */
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

  /** One attribute, without running the edits of others. */
  private Optional<EncodedValue> current(String name) {
    Optional<EncodedValue> stored = Optional.ofNullable(record.attributes().get(name));
    return Optional.ofNullable(changes().attributes().get(name))
        .map(change -> SessionDelta.result(change, stored))
        .orElse(stored);
  }

  private <T> T decode(String name, EncodedValue value, Class<T> type) {
    return type.cast(decode(name, value, (Type) type));
  }

  private Object decode(String name, EncodedValue value, Type type) {
    try {
      return codec.decode(value, type);
    } catch (IllegalArgumentException e) {
      throw new UnreadableSession(
          "attribute '"
              + name
              + "' of session "
              + id()
              + " cannot be read as "
              + type.getTypeName(),
          e);
    }
  }
}
