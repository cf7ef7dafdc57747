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
 * @param id its id, minted by {@link SessionStore#newId} for the same user
 * @param secret the hash of its secret
 * @param user whose session it is to be
 * @param timeouts how long it is to live
 * @param device what its user sees of the device
 * @param attributes its values by name
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
   * @param user whose session it is to be
   * @param timeouts how long it is to live
   * @param device what its user sees of the device
   * @param attributes its values by name
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
