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
   * @return empty when there is none
   * @throws UnreadableSession when it cannot be read as that type
   */
  public <T> Optional<T> get(String name, Class<T> type) {
    return current(name).map(value -> decode(name, value, type));
  }

  /**
   * An attribute of a generic type, including this request's changes.
   *
   * @return empty when there is none
   * @throws UnreadableSession when it cannot be read as that type
   */
  public Optional<Object> get(String name, Type type) {
    return current(name).map(value -> decode(name, value, type));
  }

  /**
   * Sets an attribute.
   *
   * @throws IllegalArgumentException when the value would not be read back equal, see {@link
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

  /** Computes an attribute's new value from its current one, see {@link Changes#edit}. */
  public <T> Session edit(String name, Class<T> type, Function<Optional<T>, Optional<T>> edit) {
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

  /** Sets the label of the device. */
  public Session label(String text) {
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
