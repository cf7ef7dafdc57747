package dev.sojourn.spi;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.Timeouts;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A session to be created; the store adds the time.
 *
 * @param id its id, made by {@link SessionStore#newId} for the same user
 * @param secret the hash of its secret
 * @param user its user; empty for an anonymous session
 * @param timeouts its timeouts
 * @param device its device
 * @param attributes its attributes by name
 */
public record SessionDraft(
    SessionId id,
    SecretHash secret,
    Optional<String> user,
    Timeouts timeouts,
    Device device,
    Map<String, EncodedValue> attributes) {

  /**
   * Copies the attributes.
   *
   * @param id its id
   * @param secret the hash of its secret
   * @param user its user
   * @param timeouts its timeouts
   * @param device its device
   * @param attributes its attributes by name
   */
  public SessionDraft {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The session as it is right after its creation at that time. */
  public SessionRecord createdAt(Instant time) {
    return new SessionRecord(
        id, user, time, time, timeouts, Secrets.of(secret), 0, device, attributes);
  }
}
