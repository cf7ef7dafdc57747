package dev.sojourn.spi;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A session as it is stored, with encoded attributes; immutable. All times are by the store's
 * clock, in whole milliseconds.
 *
 * @param id the session's public handle
 * @param user its user; empty for an anonymous session
 * @param createdAt when it was created; a login creates it anew
 * @param lastAccessAt when its idle deadline was last slid, accurate to the touch interval
 * @param timeouts its timeouts
 * @param secrets the hashes of its secrets
 * @param version incremented by each change of attributes, device or timeouts
 * @param device its device
 * @param attributes its attributes by name, in no particular order
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

  /** Latest access first; among equals the latest created, then by id. */
  public static final Comparator<SessionRecord> LATEST_FIRST =
      Comparator.comparing(SessionRecord::lastAccessAt)
          .thenComparing(SessionRecord::createdAt)
          .reversed()
          .thenComparing(record -> record.id().value());

  /**
   * Copies the attributes.
   *
   * @param id the session's public handle
   * @param user its user
   * @param createdAt when it was created
   * @param lastAccessAt when its idle deadline was last slid
   * @param timeouts its timeouts
   * @param secrets the hashes of its secrets
   * @param version incremented by each change
   * @param device its device
   * @param attributes its attributes by name
   */
  public SessionRecord {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** When the session expires at the latest. */
  public Instant absoluteExpiresAt() {
    return createdAt.plus(timeouts.absolute());
  }

  /**
   * When the session expires unless it is accessed: the idle timeout plus one touch interval after
   * the last access, because accesses within that interval are not written; never after the
   * absolute deadline.
   */
  public Instant expiresAt() {
    Instant idle = lastAccessAt.plus(timeouts.idle()).plus(timeouts.touchInterval());
    return idle.isBefore(absoluteExpiresAt()) ? idle : absoluteExpiresAt();
  }

  /** This session without its secrets and attributes. */
  public Session.Summary summary() {
    return new Session.Summary(
        id, user, createdAt, lastAccessAt, expiresAt(), absoluteExpiresAt(), timeouts, device);
  }

  /**
   * Whether an access must slide the idle deadline. The store's time follows from the time left, so
   * no local clock is involved.
   *
   * @param left the session's remaining time to live, as read with this record
   */
  public boolean touchDue(Duration left) {
    Instant storeNow = expiresAt().minus(left);
    return !storeNow.isBefore(lastAccessAt.plus(timeouts.touchInterval()));
  }

  /** This record with its idle deadline slid. */
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
   * This record after a change, with its version incremented.
   *
   * @throws SessionTooLarge when it would exceed the limits
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
