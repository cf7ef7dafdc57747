package dev.sojourn;

import java.time.Instant;
import java.util.Optional;

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
public record SessionSummary(
    SessionId id,
    Optional<String> user,
    Instant createdAt,
    Instant lastAccessAt,
    Instant expiresAt,
    Instant absoluteExpiresAt,
    Timeouts timeouts,
    Device device) {}
