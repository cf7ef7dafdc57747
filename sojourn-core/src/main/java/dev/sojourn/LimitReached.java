package dev.sojourn;

/**
 * The user already has the maximum number of sessions, so another one is refused; nothing changed.
 *
 * @param limit the limit that was reached
 */
public record LimitReached(SessionsPerUser limit) implements Created, LoggedIn {}
