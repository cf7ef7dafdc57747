package dev.sojourn.spi;

import dev.sojourn.Device;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import java.util.Optional;

/**
 * The new identity of a session after a login.
 *
 * @param id its new id, made by {@link SessionStore#newId} for that user
 * @param secret the hash of its new secret
 * @param user the user who logged in
 * @param device what is known of the device now
 */
public record Login(SessionId id, SecretHash secret, String user, Device device) {

  /** The session that continues {@code old}, before it is created. */
  public SessionDraft continuing(SessionRecord old) {
    return new SessionDraft(
        id,
        secret,
        Optional.of(user),
        old.timeouts(),
        old.device().updatedBy(device),
        old.attributes());
  }
}
