package dev.sojourn.spi;

import dev.sojourn.Device;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import java.util.Optional;

/**
 * How a session goes on after a login.
 *
 * @param id its new id, minted by {@link SessionStore#newId} for that user
 * @param secret the hash of its new secret
 * @param user who it was
 * @param device what is newly known of the device
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
