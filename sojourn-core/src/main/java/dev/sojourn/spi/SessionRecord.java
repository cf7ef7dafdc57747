package dev.sojourn.spi;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionId;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A session as it is stored: its bookkeeping and its encoded attributes; immutable. All times are
 * of the store's own clock, in whole milliseconds.
 *
 * @param id the session's public handle
 * @param user whose session it is; empty for an anonymous one
 * @param createdAt when it was created, or continued by a login
 * @param lastAccessAt when its idle deadline was last slid, exact to the touch interval
 * @param timeouts how long it lives
 * @param secrets the hashes of its secrets
 * @param version raised by each change of attributes, device or timeouts
 * @param device what its user sees of the device
 * @param attributes its values by name, in no particular order
 */
public record SessionRecord(
    SessionId id,
    Optional<String> user,
    Instant createdAt,
    Instant lastAccessAt,
    Timeouts timeouts,
    Secrets secrets,
    long version,
    Device device,
    Map<String, EncodedValue> attributes) {

  /**
   * Copies the attributes.
   *
   * @param id the session's public handle
   * @param user whose session it is
   * @param createdAt when it was created
   * @param lastAccessAt when its idle deadline was last slid
   * @param timeouts how long it lives
   * @param secrets the hashes of its secrets
   * @param version raised by each change
   * @param device what its user sees of the device
   * @param attributes its values by name
   */
  public SessionRecord {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The session's end, whatever happens. */
  public Instant absoluteExpiresAt() {
    return createdAt.plus(timeouts.absolute());
  }

  /**
   * When the store drops the session if nobody comes: the idle timeout and one touch interval after
   * the last access, so that nobody is ended early for a slide that was not written; never after
   * the absolute deadline.
   */
  public Instant expiresAt() {
    Instant idle = lastAccessAt.plus(timeouts.idle()).plus(timeouts.touchInterval());
    return idle.isBefore(absoluteExpiresAt()) ? idle : absoluteExpiresAt();
  }

  /**
   * Whether an access is to slide the idle deadline. The store's clock is read off the time that
   * the store says is left, so no clock of ours is asked.
   *
   * @param left the time left to the session, as the store answered with this record
   */
  public boolean touchDue(Duration left) {
    Instant storeNow = expiresAt().minus(left);
    return !storeNow.isBefore(lastAccessAt.plus(timeouts.touchInterval()));
  }

  /** This record after its idle deadline was slid. */
  public SessionRecord touchedAt(Instant now) {
    return new SessionRecord(
        id, user, createdAt, now, timeouts, secrets, version, device, attributes);
  }

  /** This record with other secrets. */
  public SessionRecord withSecrets(Secrets newer) {
    return new SessionRecord(
        id, user, createdAt, lastAccessAt, timeouts, newer, version, device, attributes);
  }

  /**
   * This record after a change, its version raised.
   *
   * @throws SessionTooLarge when it would hold more than it may
   */
  public SessionRecord changedBy(SessionDelta delta, SizeLimits limits) {
    Map<String, EncodedValue> changed = delta.applyTo(attributes);
    if (delta.mayGrow()) {
      limits.require(changed);
    }
    return new SessionRecord(
        id,
        user,
        createdAt,
        lastAccessAt,
        delta.timeouts().orElse(timeouts),
        secrets,
        version + 1,
        delta.label().map(device::withLabel).orElse(device),
        changed);
  }
}
